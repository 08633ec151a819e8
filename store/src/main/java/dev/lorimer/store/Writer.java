package dev.lorimer.store;

import static dev.lorimer.journal.JournalException.Kind.IO;

import dev.lorimer.journal.JournalException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// All writing goes through here: one thread gathers what has come in while the disk was busy with
/// the last batch and commits it as one transaction, so that many runs share one sync.
///
/// The thread is a platform thread, since a call into SQLite would pin a virtual one. It ends with
/// [#close].
///
/// When the disk refuses a batch, all of the batch is told so and nothing of it was kept. From then
/// on the writer refuses everything: after a failed sync the operating system may have dropped the
/// pages, and only opening the file anew tells what is really there.
final class Writer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.lorimer.store");

    /// How long a write may take in all before its caller is told that the disk does not answer.
    static final Duration LIMIT = Duration.ofSeconds(60);

    /// More of them gain nothing: at this size the sync is a small part of the transaction.
    static final int BATCH_MAX = 512;

    /// From so many callers on another thread wakes them.
    private static final int CROWD = 8;

    private static final Duration WATCH = Duration.ofSeconds(1);

    private static final long BATCH_BYTES_MAX = 1 << 20;

    /// Bytes that may wait in all: a slow disk holds its callers back instead of filling the heap.
    private static final int WAITING_BYTES_MAX = 64 << 20;

    private final Database database;
    private final Checkpoints checkpoints;
    private final Semaphore room = new Semaphore(WAITING_BYTES_MAX);

    /// Guarded, as the state, by this object's monitor; bounded by the room above.
    private final ArrayDeque<Write<?>> waiting = new ArrayDeque<>();

    /// What the writer has taken, and when.
    private List<Write<?>> underWay = List.of();

    private long startedAt;
    private State state = new State.Idle();
    private Heart heart = new Heart();

    /// What becomes of a write that comes in now.
    private sealed interface State {
        /// Nothing was ever written; no thread, no connection.
        record Idle() implements State {}

        /// @param watch looks after the writer
        record Running(Thread writer, Thread watch) implements State {}

        /// The disk failed: all is refused for that reason.
        record Broken(JournalException why) implements State {}

        record Closed() implements State {}
    }

    Writer(Database database) {
        this.database = database;
        this.checkpoints = new Checkpoints(database, this::breakDown);
    }

    /// Does the work inside a transaction; what it says is durable when this returns.
    ///
    /// @param bytes about how much it writes
    /// @throws JournalException the work's own refusal, which leaves no trace of it; or `FULL`,
    ///   `IO`
    <T> T perform(long bytes, Write.Work<T> work) {
        int weight = Math.clamp(bytes, 1, WAITING_BYTES_MAX);
        if (!Uninterrupted.await(
                LIMIT, nanos -> room.tryAcquire(weight, nanos, TimeUnit.NANOSECONDS))) {
            throw new JournalException(
                    IO,
                    "the disk of \"%s\" has not kept up for %d s, nothing of this was kept; check the disk, then try again"
                            .formatted(database.file(), LIMIT.toSeconds()));
        }
        try {
            var write = new Write<>(bytes, work);
            submit(write);
            write.await();
            return write.answer();
        } finally {
            room.release(weight);
        }
    }

    /// From now on this is done again and again, together with what comes in or by itself.
    synchronized void beat(Duration every, Write.Work<?> beat) {
        heart = new Heart(every, beat);
        notifyAll();
    }

    /// Ends the thread once it has done what came in so far; harmless when done twice.
    @Override
    public void close() {
        end().ifPresent(threads -> {
            Uninterrupted.await(
                    LIMIT, nanos -> threads.writer().join(Duration.ofNanos(Math.max(nanos, 0))));
            threads.watch().interrupt();
        });
        checkpoints.end(LIMIT);
    }

    private synchronized void submit(Write<?> write) {
        switch (state) {
            case State.Idle _ -> {
                // A daemon, so that a forgotten journal does not keep the process alive; what was
                // acknowledged is on disk by then.
                state =
                        new State.Running(
                                Thread.ofPlatform()
                                        .name("journal-writer")
                                        .daemon()
                                        .start(this::loop),
                                Thread.ofVirtual().name("journal-watch").start(this::watch));
            }
            case State.Running _ -> {}
            case State.Broken broken ->
                    throw new JournalException(
                            broken.why().kind(),
                            "the journal has stopped at an earlier failure: %s"
                                    .formatted(broken.why().getMessage()),
                            broken.why());
            case State.Closed _ -> throw database.faults().closed();
        }
        waiting.add(write);
        notifyAll();
    }

    private synchronized Optional<State.Running> end() {
        State before = state;
        state = new State.Closed();
        notifyAll();
        return switch (before) {
            case State.Running running -> Optional.of(running);
            case State.Idle _, State.Broken _, State.Closed _ -> Optional.empty();
        };
    }

    /// Everybody who waits is told, and everybody who comes.
    private synchronized void breakDown(JournalException why) {
        switch (state) {
            case State.Running _ -> state = new State.Broken(why);
            case State.Idle _, State.Broken _, State.Closed _ -> {}
        }
        waiting.forEach(write -> write.fail(why));
        waiting.clear();
        underWay.forEach(write -> write.fail(why));
        underWay = List.of();
        notifyAll();
    }

    /// Sees to it that nobody waits for ever for a disk that does not answer: a call into SQLite
    /// cannot be cut short, but those who wait for it can be told.
    private void watch() {
        try {
            while (isAnswering()) {
                Thread.sleep(WATCH);
            }
        } catch (InterruptedException _) {
            // The journal is closed.
        }
    }

    /// @return false when there is nothing more to watch
    private synchronized boolean isAnswering() {
        if (!underWay.isEmpty() && System.nanoTime() - startedAt > LIMIT.toNanos()) {
            breakDown(
                    new JournalException(
                            IO,
                            "the disk of \"%s\" has not answered for %d s; open the journal again to see what was kept"
                                    .formatted(database.file(), LIMIT.toSeconds())));
        }
        return switch (state) {
            case State.Running _ -> true;
            case State.Closed _ -> !underWay.isEmpty();
            case State.Idle _, State.Broken _ -> false;
        };
    }

    private void loop() {
        Optional<Sql> connection = Optional.empty();
        List<Write<?>> batch = next();
        while (!batch.isEmpty()) {
            connection = commit(connection, batch);
            batch = next();
        }
        connection.ifPresent(this::end);
    }

    /// The next batch, or an empty one when there is nothing more to do.
    private synchronized List<Write<?>> next() {
        underWay = List.of();
        while (waiting.isEmpty() && state instanceof State.Running && !heart.isDue()) {
            try {
                wait(heart.restMillis());
            } catch (InterruptedException _) {
                // Only we have this thread, and we do not interrupt it.
            }
        }
        var batch = new ArrayList<Write<?>>();
        if (state instanceof State.Running && heart.isDue()) {
            batch.add(heart.beat());
        }
        long bytes = 0;
        while (!waiting.isEmpty() && batch.size() < BATCH_MAX && bytes < BATCH_BYTES_MAX) {
            Write<?> write = waiting.remove();
            bytes += write.bytes();
            batch.add(write);
        }
        underWay = batch;
        startedAt = System.nanoTime();
        return batch;
    }

    /// The connection to go on with. Whatever happens, nobody is left without an answer.
    private Optional<Sql> commit(Optional<Sql> connection, List<Write<?>> batch) {
        try {
            return committed(connection.orElseGet(database::writer), batch);
        } catch (JournalException e) {
            // There is no connection, so nothing was touched: the next one may have more luck.
            batch.forEach(write -> write.fail(e));
        } catch (RuntimeException | Error e) {
            // Out of memory, most likely. What is in the file now is known when it is opened again.
            var why =
                    new JournalException(
                            IO,
                            "the writer of \"%s\" broke down (%s); open the journal again"
                                    .formatted(database.file(), Faults.oneLine(e)),
                            e);
            breakDown(why);
            batch.forEach(write -> write.fail(why));
            connection.ifPresent(this::end);
        }
        return Optional.empty();
    }

    private Optional<Sql> committed(Sql sql, List<Write<?>> batch) {
        try {
            sql.execute("begin immediate");
            if (!together(sql, batch)) {
                sql.execute("rollback");
                sql.execute("begin immediate");
                oneByOne(sql, batch);
            }
            sql.execute("commit");
            acknowledge(batch);
            checkpoints.wrote(batch.stream().mapToLong(Write::bytes).sum());
            return Optional.of(sql);
        } catch (SQLException e) {
            JournalException why = database.faults().of(e);
            end(sql);
            if (!isHarmless(e, batch)) {
                breakDown(why);
            }
            batch.forEach(write -> write.fail(why));
            return Optional.empty();
        }
    }

    /// To wake many callers takes as long as to write a third of their lines, and another thread
    /// can do it while the writer goes on.
    private static void acknowledge(List<Write<?>> batch) {
        if (batch.size() < CROWD) {
            batch.forEach(Write::acknowledge);
        } else {
            Thread.ofVirtual()
                    .name("journal-answers")
                    .start(() -> batch.forEach(Write::acknowledge));
        }
    }

    /// Another process's turn is no failure. And a sign of life that finds no space loses nothing:
    /// the connection, which is opened anew, is as good as before.
    private boolean isHarmless(SQLException e, List<Write<?>> batch) {
        boolean onlyBeat = batch.stream().allMatch(this::isBeat);
        return Faults.isBusy(e) || (onlyBeat && Faults.isFull(e));
    }

    private synchronized boolean isBeat(Write<?> write) {
        return heart.isLast(write);
    }

    /// @return false when one write would leave a trace although it was refused, or a run is not as
    ///   its owner took it to be
    private boolean together(Sql sql, List<Write<?>> batch) throws SQLException {
        var tables = Tables.shared(sql, database.faults());
        try {
            for (Write<?> write : batch) {
                if (!write.perform(tables)) {
                    return false;
                }
            }
            return tables.flush();
        } catch (SQLException e) {
            if (Faults.isConstraint(e)) {
                return false;
            }
            throw e;
        }
    }

    private void oneByOne(Sql sql, List<Write<?>> batch) throws SQLException {
        for (Write<?> write : batch) {
            write.performAlone(new Tables(sql, database.faults()));
        }
    }

    /// Also rolls back what was not committed.
    private void end(Sql sql) {
        try {
            sql.close();
        } catch (SQLException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "connection not closed file={0} reason={1}",
                    database.file(),
                    String.valueOf(e.getMessage()));
        }
    }
}
