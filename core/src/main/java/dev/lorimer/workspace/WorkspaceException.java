package dev.lorimer.workspace;

/// The workspace could not be read or changed; the message says what, why and what to do.
public final class WorkspaceException extends RuntimeException {
    private final Kind kind;

    public WorkspaceException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public WorkspaceException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /// What the caller can tell apart.
    public enum Kind {
        /// Not a folder or repository that can be worked on.
        UNUSABLE,
        /// Something in it can not be part of a tree.
        UNTRACKABLE,
        /// Landing would overwrite what somebody else changed.
        CONFLICT,
        /// Disk or git failed.
        FAILED
    }
}
