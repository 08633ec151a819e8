package dev.lorimer.app;

import com.google.errorprone.annotations.FormatMethod;
import org.jspecify.annotations.Nullable;

/// Something that ends a command: one line for people, and the exit code that goes with it.
final class Failure extends RuntimeException {
    /// A verdict of no.
    static final int NO = 1;

    /// Asked wrongly.
    static final int USAGE = 2;

    /// Our fault, or the machine's.
    static final int FAULT = 3;

    private final int exit;

    private Failure(int exit, String message) {
        super(message);
        this.exit = exit;
    }

    @FormatMethod
    static Failure no(String message, @Nullable Object... values) {
        return new Failure(NO, message.formatted(values));
    }

    @FormatMethod
    static Failure usage(String message, @Nullable Object... values) {
        return new Failure(USAGE, message.formatted(values));
    }

    @FormatMethod
    static Failure fault(String message, @Nullable Object... values) {
        return new Failure(FAULT, message.formatted(values));
    }

    int exit() {
        return exit;
    }

    String line() {
        return String.valueOf(getMessage());
    }
}
