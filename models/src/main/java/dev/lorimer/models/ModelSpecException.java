package dev.lorimer.models;

/// A model that can not be opened as asked: a misspelt name, a missing key, a base URL or script
/// that does not fit. The message is one line and says what to give instead.
public final class ModelSpecException extends RuntimeException {
    public ModelSpecException(String message) {
        super(message);
    }
}
