package dev.lorimer.govern.git;

import java.io.Serial;

/// git could not do what was asked. The message says what was asked, in which folder, and what git
/// said.
public final class GitException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    /// Why it failed, for callers that treat causes differently.
    public enum Kind {
        /// The git program could not be started.
        MISSING,
        /// git ran and refused.
        REFUSED,
        /// git did not end before its deadline and was stopped.
        LATE,
        /// git wrote more than is read, or something that it never writes.
        UNREADABLE,
        /// The calling thread was interrupted; git was stopped, the thread's interrupt flag is set
        /// again.
        INTERRUPTED
    }

    private final Kind kind;

    public GitException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public GitException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
