package dev.lorimer.govern.author;

/// Something was asked that can't be written down, or not without harm. Nothing was written; the
/// message is one line for people and says what to do.
public final class RefusedException extends RuntimeException {
    public RefusedException(String message) {
        super(message);
    }
}
