package dev.lorimer.store;

import dev.lorimer.journal.JournalException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// One caller's part of a batch, and what he is told about it.
final class Write<T> {
    private final long bytes;
    private final Work<T> work;
    private final CountDownLatch answered = new CountDownLatch(1);
    private volatile State<T> state = new State.Open<>();

    /// Counts whatever the writer may say later.
    private volatile Optional<JournalException> failure = Optional.empty();

    /// What is to be done inside the transaction.
    @FunctionalInterface
    interface Work<T> {
        T on(Tables tables) throws SQLException;
    }

    private sealed interface State<T> {
        record Open<T>() implements State<T> {}

        record Done<T>(T value) implements State<T> {}

        record Refused<T>(RuntimeException why) implements State<T> {}
    }

    Write(long bytes, Work<T> work) {
        this.bytes = bytes;
        this.work = work;
    }

    long bytes() {
        return bytes;
    }

    /// Does the work.
    ///
    /// @return false when it was refused after it had written something, so that the whole
    ///   transaction has to be done again, each write by itself
    /// @throws SQLException when the whole batch cannot go on
    boolean perform(Tables tables) throws SQLException {
        long before = tables.written();
        state = outcome(tables, false);
        return switch (state) {
            case State.Refused<T> _ -> tables.written() == before;
            case State.Open<T> _, State.Done<T> _ -> true;
        };
    }

    /// Does the work; a refusal takes back what this write did, and leaves the others alone.
    ///
    /// @throws SQLException when the whole batch cannot go on
    void performAlone(Tables tables) throws SQLException {
        tables.sql().execute("savepoint one");
        state = outcome(tables, true);
        switch (state) {
            case State.Refused<T> _ -> {
                tables.discard();
                tables.sql().execute("rollback to one");
            }
            case State.Open<T> _, State.Done<T> _ -> {}
        }
        tables.sql().execute("release one");
    }

    private State<T> outcome(Tables tables, boolean flush) throws SQLException {
        try {
            T value = work.on(tables);
            if (flush) {
                boolean _ = tables.flush();
            }
            return new State.Done<>(value);
        } catch (SQLException e) {
            if (Faults.isConstraint(e)) {
                return new State.Refused<>(tables.faults().of(e));
            }
            throw e;
        } catch (RuntimeException e) {
            return new State.Refused<>(e);
        }
    }

    /// The transaction is on disk: what was done counts.
    void acknowledge() {
        answered.countDown();
    }

    /// Whatever was done, it does not count.
    void fail(JournalException why) {
        failure = Optional.of(why);
        answered.countDown();
    }

    /// The writer answers all that it takes, or its [Watch] does.
    void await() {
        Uninterrupted.await(answered::await);
    }

    /// @throws JournalException with the caller's own stack, when the work was refused
    T answer() {
        failure.ifPresent(why -> {
            throw new JournalException(why.kind(), String.valueOf(why.getMessage()), why);
        });
        return switch (state) {
            case State.Done<T> done -> done.value();
            case State.Refused<T>(JournalException why) ->
                    throw new JournalException(why.kind(), String.valueOf(why.getMessage()), why);
            case State.Refused<T>(RuntimeException why) ->
                    throw new IllegalStateException(String.valueOf(why.getMessage()), why);
            case State.Open<T> _ -> throw new IllegalStateException("not answered yet");
        };
    }
}
