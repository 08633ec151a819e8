package dev.lorimer.store;

import dev.lorimer.journal.JournalException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// A few connections with threads of their own, each for one transaction at a time. What is idle
/// stays open for the next; what broke is replaced.
final class PgHands implements AutoCloseable {
    /// How long a call may take in all: the server's timeouts come first.
    static final Duration LIMIT = Duration.ofSeconds(60);

    /// A transaction that collides with others each time has a cause of its own.
    private static final int ATTEMPTS_MAX = 5;

    private final PgServer server;
    private final PgServer.Opening opening;
    private final Semaphore free;
    private final ThreadPoolExecutor threads;

    /// Guarded, as the flag, by this object's monitor.
    private final ArrayDeque<PgSql> idle = new ArrayDeque<>();

    private boolean closed;

    /// What is done inside one transaction. It may be done more than once, when the one before was
    /// rolled back.
    @FunctionalInterface
    interface Work<T> {
        T on(PgSql sql) throws SQLException;
    }

    /// @param count how many connections at most
    PgHands(PgServer server, String name, int count, PgServer.Opening opening) {
        this.server = server;
        this.opening = opening;
        this.free = new Semaphore(count);
        this.threads =
                new ThreadPoolExecutor(
                        count,
                        count,
                        LIMIT.toSeconds(),
                        TimeUnit.SECONDS,
                        // Bounded by the semaphore.
                        new LinkedBlockingQueue<>(),
                        // Daemons, so that a forgotten journal does not keep the process alive.
                        Thread.ofPlatform().name(name, 1).daemon().factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /// Does the work in a transaction, which is committed when this returns.
    ///
    /// @throws JournalException the work's own refusal, or `FULL`, `IO`, `CORRUPT`; then nothing
    ///   was kept, unless it says that nobody knows
    <T> T perform(Work<T> work) {
        if (!Uninterrupted.await(LIMIT, nanos -> free.tryAcquire(nanos, TimeUnit.NANOSECONDS))) {
            throw server.faults().slow("all connections have been busy", LIMIT.toSeconds());
        }
        var answer = new PgAnswer<T>();
        try {
            threads.execute(() -> {
                try {
                    serve(work, answer);
                } finally {
                    free.release();
                }
            });
        } catch (RejectedExecutionException _) {
            free.release();
            throw server.faults().closed();
        }
        if (!answer.isGivenWithin(LIMIT)) {
            throw server.faults().slow("there was no answer", LIMIT.toSeconds());
        }
        return answer.get();
    }

    /// Ends what is idle now and what is at work after it.
    @Override
    public void close() {
        threads.shutdown();
        synchronized (this) {
            closed = true;
            idle.forEach(PgSql::close);
            idle.clear();
        }
    }

    private <T> void serve(Work<T> work, PgAnswer<T> answer) {
        try {
            answer.done(attempts(work));
        } catch (SQLException e) {
            answer.refuse(server.faults().of(e));
        } catch (RuntimeException e) {
            answer.refuse(e);
        } catch (Error e) {
            // Out of memory, most likely: the caller must not wait for an answer that never comes.
            answer.refuse(new IllegalStateException("the journal's thread broke down: " + e, e));
            throw e;
        }
    }

    private <T> T attempts(Work<T> work) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            PgSql sql = take();
            try {
                return attempt(sql, work);
            } catch (SQLException e) {
                // Nothing was kept: a connection that had been idle may have been dead for long.
                boolean again = PgFaults.isCollision(e) || PgFaults.isLost(e);
                if (!again || attempt == ATTEMPTS_MAX) {
                    throw e;
                }
            }
        }
    }

    /// @throws SQLException when nothing was kept
    private <T> T attempt(PgSql sql, Work<T> work) throws SQLException {
        boolean sound = false;
        try {
            T value = work.on(sql);
            commit(sql);
            sound = true;
            return value;
        } catch (JournalException | IllegalArgumentException e) {
            sound = isRolledBack(sql);
            throw e;
        } catch (SQLException e) {
            sound = !PgFaults.isLost(e) && isRolledBack(sql);
            throw e;
        } finally {
            if (sound) {
                giveBack(sql);
            } else {
                sql.close();
            }
        }
    }

    private void commit(PgSql sql) throws SQLException {
        try {
            sql.commit();
        } catch (SQLException e) {
            if (PgFaults.isLost(e)) {
                throw server.faults().unknown(e);
            }
            throw e;
        }
    }

    private static boolean isRolledBack(PgSql sql) {
        try {
            sql.rollback();
            return true;
        } catch (SQLException _) {
            return false;
        }
    }

    private PgSql take() throws SQLException {
        Optional<PgSql> known = idling();
        return known.isPresent() ? known.get() : PgServer.patiently(opening);
    }

    private synchronized Optional<PgSql> idling() {
        if (closed) {
            throw server.faults().closed();
        }
        return Optional.ofNullable(idle.poll());
    }

    private synchronized void giveBack(PgSql sql) {
        if (closed) {
            sql.close();
        } else {
            idle.push(sql);
        }
    }
}
