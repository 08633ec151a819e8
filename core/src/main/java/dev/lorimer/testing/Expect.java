package dev.lorimer.testing;

import dev.lorimer.journal.JournalException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/// The few assertions that a contract needs, so that contracts can be shipped without a test
/// framework.
final class Expect {
    /// More threads than a group commit's first drain, and far more than carrier threads.
    static final int MANY = 200;

    /// A loaded machine writes 200 lines in far less; without a bound a lost wake-up would hang.
    private static final long DEADLINE_SECONDS = 60;

    private Expect() {}

    static void same(Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError(
                    "expected %s but was %s".formatted(cut(expected), cut(actual)));
        }
    }

    static void check(boolean holds, String promise) {
        if (!holds) {
            throw new AssertionError("broken: " + promise);
        }
    }

    /// The message with which the action was refused.
    static String throwsKind(JournalException.Kind kind, Runnable action) {
        try {
            action.run();
        } catch (JournalException e) {
            same(kind, e.kind());
            String message = String.valueOf(e.getMessage());
            check(!message.contains("\n"), "an error is one line: " + message);
            return message;
        }
        throw new AssertionError("expected a refusal of kind %s, but it went well".formatted(kind));
    }

    static void throwsArgument(Runnable action) {
        try {
            action.run();
        } catch (IllegalArgumentException _) {
            return;
        }
        throw new AssertionError("expected the argument to be refused, but it went well");
    }

    /// What [#MANY] virtual threads answer, in order of their number.
    static <T> List<T> inParallel(IntFunction<T> work) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                int n = i;
                Callable<T> task = () -> work.apply(n);
                futures.add(threads.submit(task));
            }
            List<T> answers = new ArrayList<>();
            for (Future<T> future : futures) {
                answers.add(future.get(DEADLINE_SECONDS, TimeUnit.SECONDS));
            }
            return answers;
        } catch (ExecutionException e) {
            throw new AssertionError("one of %d threads failed".formatted(MANY), e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("not done within %d s".formatted(DEADLINE_SECONDS), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting", e);
        }
    }

    /// A broken promise about a megabyte is shown by its first characters.
    private static String cut(Object value) {
        String text = String.valueOf(value);
        return text.length() <= 2_000 ? text : text.substring(0, 2_000) + "…";
    }
}
