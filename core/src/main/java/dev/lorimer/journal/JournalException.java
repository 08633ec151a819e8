package dev.lorimer.journal;

/// The journal could not do what was asked; the message says what, why and what to do.
public final class JournalException extends RuntimeException {
    private final Kind kind;

    public JournalException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public JournalException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /// What the caller can tell apart.
    public enum Kind {
        /// The run is there already.
        EXISTS,
        /// There is no such run.
        UNKNOWN_RUN,
        /// Another live owner has the run.
        BUSY,
        /// A newer epoch, or another line at that place.
        FENCED,
        /// A message waits that the last lines do not take.
        SIGNALLED,
        /// The run is over and takes no messages.
        ENDED,
        /// The run's lines were removed; only its evidence is left.
        PRUNED,
        /// No space left.
        FULL,
        /// The disk or the file system failed.
        IO,
        /// Stored bytes are not what was written.
        CORRUPT,
        /// Written by a newer version.
        TOO_NEW
    }
}
