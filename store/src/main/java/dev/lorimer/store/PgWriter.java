package dev.lorimer.store;

import static dev.lorimer.journal.JournalException.Kind.IO;

import dev.lorimer.journal.JournalException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// All appending goes through here: one thread gathers what has come in while the server was busy
/// with the last batch and commits it as one transaction, so that many runs share one sync and few
/// round trips. The thread ends with [#close].
///
/// A connection that is lost is made anew. When it was lost during a commit, the thread looks
/// whether the batch was kept; if it cannot find out, all of the batch is told so, and all further
/// appends are refused until the journal is opened again.
final class PgWriter implements AutoCloseable {
    /// How long an append may take in all; the server's timeouts and our patience with it come
    /// first.
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /// More of them gain nothing: at this size the sync is a small part of the transaction.
    static final int BATCH_MAX = 512;

    private static final long BATCH_BYTES_MAX = 1 << 20;

    /// Bytes that may wait in all: a slow server holds its callers back instead of filling the
    /// heap.
    private static final int WAITING_BYTES_MAX = 64 << 20;

    private final PgServer server;
    private final PgCommits commits;
    private final Semaphore room = new Semaphore(WAITING_BYTES_MAX);

    /// Guarded, as the state, by this object's monitor; bounded by the room above.
    private final ArrayDeque<Write> waiting = new ArrayDeque<>();

    private State state = new State.Idle();

    /// One caller's append and what he is told about it.
    record Write(PgAppend append, PgAnswer<Long> answer) {}

    /// What becomes of an append that comes in now.
    private sealed interface State {
        /// Nothing was ever appended; no thread, no connection.
        record Idle() implements State {}

        record Running(Thread thread) implements State {}

        /// Nobody knows what the server kept: all is refused for that reason.
        record Broken(JournalException why) implements State {}

        record Closed() implements State {}
    }

    PgWriter(PgServer server) {
        this.server = server;
        this.commits = new PgCommits(server);
    }

    /// The next free sequence number of the run; the lines are durable when this returns.
    ///
    /// @throws JournalException the append's own refusal, which leaves no trace of it; or `FULL`,
    ///   `IO`
    long perform(PgAppend append) {
        int weight = Math.clamp(append.bytes(), 1, WAITING_BYTES_MAX);
        if (!Uninterrupted.await(
                LIMIT, nanos -> room.tryAcquire(weight, nanos, TimeUnit.NANOSECONDS))) {
            throw server.faults().slow("too much has been waiting for the disk", LIMIT.toSeconds());
        }
        try {
            var write = new Write(append, new PgAnswer<>());
            submit(write);
            if (!write.answer().isGivenWithin(LIMIT)) {
                JournalException why =
                        server.faults()
                                .slow("nobody knows what was kept: no answer", LIMIT.toSeconds());
                breakDown(why);
                throw why;
            }
            return write.answer().get();
        } finally {
            room.release(weight);
        }
    }

    /// Ends the thread once it has done what came in so far; harmless when done twice.
    @Override
    public void close() {
        end().ifPresent(thread ->
                Uninterrupted.await(
                        LIMIT, nanos -> thread.join(Duration.ofNanos(Math.max(nanos, 0)))));
    }

    private synchronized void submit(Write write) {
        switch (state) {
            case State.Idle _ ->
                    // A daemon, so that a forgotten journal does not keep the process alive; what
                    // was acknowledged is on disk by then.
                    state =
                            new State.Running(
                                    Thread.ofPlatform()
                                            .name("journal-writer")
                                            .daemon()
                                            .start(this::loop));
            case State.Running _ -> {}
            case State.Broken(JournalException why) ->
                    throw new JournalException(
                            why.kind(),
                            "the journal has stopped at an earlier failure: %s"
                                    .formatted(why.getMessage()),
                            why);
            case State.Closed _ -> throw server.faults().closed();
        }
        waiting.add(write);
        notifyAll();
    }

    private synchronized Optional<Thread> end() {
        State before = state;
        state = new State.Closed();
        notifyAll();
        return switch (before) {
            case State.Running running -> Optional.of(running.thread());
            case State.Idle _, State.Broken _, State.Closed _ -> Optional.empty();
        };
    }

    /// Everybody who waits is told, and everybody who comes.
    private synchronized void breakDown(JournalException why) {
        switch (state) {
            case State.Running _ -> state = new State.Broken(why);
            case State.Idle _, State.Broken _, State.Closed _ -> {}
        }
        waiting.forEach(write -> write.answer().refuse(why));
        waiting.clear();
        notifyAll();
    }

    private void loop() {
        try (commits) {
            List<Write> batch = next();
            while (!batch.isEmpty()) {
                commit(batch);
                batch = next();
            }
        }
    }

    /// The next batch, or an empty one when there is nothing more to do.
    private synchronized List<Write> next() {
        while (waiting.isEmpty() && state instanceof State.Running) {
            try {
                wait();
            } catch (InterruptedException _) {
                // Only we have this thread, and we do not interrupt it.
            }
        }
        var batch = new ArrayList<Write>();
        long bytes = 0;
        while (!waiting.isEmpty() && batch.size() < BATCH_MAX && bytes < BATCH_BYTES_MAX) {
            Write write = waiting.remove();
            bytes += write.append().bytes();
            batch.add(write);
        }
        return batch;
    }

    /// Whatever happens, nobody is left without an answer.
    private void commit(List<Write> batch) {
        try {
            commits.perform(batch).ifPresent(this::breakDown);
        } catch (RuntimeException | Error e) {
            // Out of memory, most likely. What was kept is known when the journal is opened again.
            var why =
                    new JournalException(
                            IO,
                            "the writer of \"%s\" broke down (%s); open the journal again"
                                    .formatted(
                                            server.config().place(),
                                            String.valueOf(e.getMessage()).replaceAll("\\s+", " ")),
                            e);
            breakDown(why);
            batch.forEach(write -> write.answer().refuse(why));
        }
    }
}
