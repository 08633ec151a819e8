package dev.lorimer.store;

import dev.lorimer.journal.JournalException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What a caller waits for while a thread of the journal's works for him. Database connections are
/// used on threads of our own only: an interrupt would close the connection under a caller's.
final class PgAnswer<T> {
    private final CountDownLatch given = new CountDownLatch(1);
    private volatile State<T> state = new State.Open<>();

    private sealed interface State<T> {
        record Open<T>() implements State<T> {}

        record Done<T>(T value) implements State<T> {}

        record Refused<T>(RuntimeException why) implements State<T> {}
    }

    void done(T value) {
        state = new State.Done<>(value);
        given.countDown();
    }

    void refuse(RuntimeException why) {
        state = new State.Refused<>(why);
        given.countDown();
    }

    /// Waits through interrupts, and keeps them.
    boolean isGivenWithin(Duration limit) {
        return Uninterrupted.await(limit, nanos -> given.await(nanos, TimeUnit.NANOSECONDS));
    }

    /// @throws RuntimeException the refusal, with the caller's own stack
    T get() {
        return switch (state) {
            case State.Done<T> done -> done.value();
            case State.Refused<T>(JournalException why) ->
                    throw new JournalException(why.kind(), String.valueOf(why.getMessage()), why);
            case State.Refused<T>(IllegalArgumentException why) ->
                    throw new IllegalArgumentException(String.valueOf(why.getMessage()), why);
            case State.Refused<T>(RuntimeException why) ->
                    throw new IllegalStateException(String.valueOf(why.getMessage()), why);
            case State.Open<T> _ -> throw new IllegalStateException("not answered yet");
        };
    }
}
