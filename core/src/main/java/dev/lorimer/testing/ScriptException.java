package dev.lorimer.testing;

/// A script that can not be played. The message is one line: which file, which place in it, what is
/// wrong, why, and what to write instead.
public final class ScriptException extends RuntimeException {
    private final String complaint;

    public ScriptException(String complaint) {
        super(complaint);
        this.complaint = complaint;
    }

    /// The message.
    public String complaint() {
        return complaint;
    }
}
