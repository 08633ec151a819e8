package dev.lorimer.store;

import dev.lorimer.journal.RunId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// This process among those that own runs: a row that is alive until a time of the server's clock,
/// raised again and again by a thread of its own. No clock of ours has a say in it.
///
/// The row begins with the first run that is acquired. When it was removed, since it had not been
/// raised for long, all that was owned under it is over, and the next acquire begins another.
final class PgSession implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.lorimer.store");

    /// So many signs of life fit into a lease: the loss of a few must not cost the runs.
    private static final int BEATS = 5;

    private final PgServer server;
    private final PgHands hands;

    /// The runs owned under this session, with their epochs.
    private final Map<RunId, Long> held = new ConcurrentHashMap<>();

    /// Guarded, as the flag, by this object's monitor.
    private State state = new State.None();

    private boolean doubtful;

    private sealed interface State {
        record None() implements State {}

        record Alive(long id, Thread pulse) implements State {}

        record Closed() implements State {}
    }

    PgSession(PgServer server, PgHands hands) {
        this.server = server;
        this.hands = hands;
    }

    /// Its id, above 0; begins it when need be.
    synchronized long begin() {
        return switch (state) {
            case State.Alive alive -> alive.id();
            case State.Closed _ -> throw server.faults().closed();
            case State.None _ -> {
                long id = hands.perform(this::insert);
                Thread pulse =
                        Thread.ofPlatform()
                                .name("journal-pulse")
                                .daemon()
                                .start(() -> beatUntilTheEnd(id));
                state = new State.Alive(id, pulse);
                yield id;
            }
        };
    }

    /// Its id; 0 when it has not begun.
    synchronized long id() {
        return state instanceof State.Alive alive ? alive.id() : 0;
    }

    /// The row is gone; harmless for one that was over before.
    synchronized void end(long id) {
        if (state instanceof State.Alive alive && alive.id() == id) {
            state = new State.None();
            held.clear();
            notifyAll();
        }
    }

    void hold(RunId run, long epoch) {
        held.put(run, epoch);
    }

    void release(RunId run, long epoch) {
        boolean _ = held.remove(run, epoch);
    }

    boolean holds(RunId run, long epoch) {
        return held.getOrDefault(run, 0L) == epoch;
    }

    /// A run may be written down as ours that is not: the connection was lost at a bad time. The
    /// next sign of life puts it right.
    synchronized void doubt() {
        doubtful = true;
    }

    /// Gives up all at once, if the server can be reached; else the lease runs out by itself.
    @Override
    public void close() {
        stop().ifPresent(thread ->
                Uninterrupted.await(
                        PgHands.LIMIT, nanos -> thread.join(Duration.ofNanos(Math.max(nanos, 0)))));
        held.clear();
    }

    /// How long that session will live without a sign, in milliseconds; 0 when it is dead.
    static long lives(PgSql sql, long id) throws SQLException {
        return Math.max(
                0,
                sql.number(
                        "select ceil (extract (epoch from lease_until - clock_timestamp ()) * 1000)"
                                + " from session where id = ?",
                        id));
    }

    /// Whether the row is there still.
    boolean beat(PgSql sql, long id) throws SQLException {
        return sql.update(
                        "update session set lease_until = clock_timestamp () + ? * interval '1"
                                + " millisecond' where id = ?",
                        server.config().lease().toMillis(),
                        id)
                == 1;
    }

    private synchronized Optional<Thread> stop() {
        State before = state;
        state = new State.Closed();
        notifyAll();
        return before instanceof State.Alive alive ? Optional.of(alive.pulse()) : Optional.empty();
    }

    private long insert(PgSql sql) throws SQLException {
        // What has been dead for a day belongs to nobody who could come back.
        int _ =
                sql.update(
                        "delete from session where lease_until < clock_timestamp () - interval '1"
                                + " day'");
        return sql.number(
                "insert into session (lease_until) values (clock_timestamp () + ? * interval '1"
                        + " millisecond') returning id",
                server.config().lease().toMillis());
    }

    private void beatUntilTheEnd(long id) {
        Optional<PgSql> sql = Optional.empty();
        try {
            while (isTimeToBeat(id)) {
                sql = beaten(sql, id);
            }
        } finally {
            sql.ifPresent(PgSql::close);
            remove(id);
        }
    }

    /// Waits for the next time; false when the session is over.
    private synchronized boolean isTimeToBeat(long id) {
        long end = System.nanoTime() + server.config().lease().dividedBy(BEATS).toNanos();
        while (state instanceof State.Alive alive && alive.id() == id) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return true;
            }
            try {
                wait(left / 1_000_000, (int) (left % 1_000_000));
            } catch (InterruptedException _) {
                // Only we have this thread, and we do not interrupt it.
            }
        }
        return false;
    }

    /// The connection to go on with.
    private Optional<PgSql> beaten(Optional<PgSql> connection, long id) {
        Optional<PgSql> open = connection;
        try {
            if (open.isEmpty()) {
                open = Optional.of(connect());
            }
            PgSql sql = open.get();
            boolean there = beat(sql, id);
            if (isDoubtful()) {
                tidy(sql, id);
            }
            sql.commit();
            if (!there) {
                end(id);
            }
            return open;
        } catch (SQLException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "no sign of life given place=\"{0}\" reason=\"{1}\"",
                    server.config().place(),
                    server.faults().words(e));
            open.ifPresent(PgSql::close);
            doubt();
            return Optional.empty();
        }
    }

    private PgSql connect() throws SQLException {
        PgSql sql = server.writer();
        // A third of the lease: then there is time for a second try.
        sql.answerWithin(server.config().lease().dividedBy(3));
        // A sign of life that a crash of the server takes back does no harm.
        sql.execute("set synchronous_commit to off");
        sql.commit();
        return sql;
    }

    private synchronized boolean isDoubtful() {
        boolean was = doubtful;
        doubtful = false;
        return was;
    }

    /// Gives up what stands there as ours and is not held. The rows are read before our own list:
    /// who acquires writes into the list before his row can be seen.
    private void tidy(PgSql sql, long id) throws SQLException {
        record Owned(String run, long epoch) {}
        for (Owned owned :
                sql.list(
                        "select id, epoch from run where session = ?",
                        row -> new Owned(row.getString(1), row.getLong(2)),
                        id)) {
            if (!holds(new RunId(owned.run()), owned.epoch())) {
                int _ =
                        sql.update(
                                "update run set session = 0 where id = ? and epoch = ? and session"
                                        + " = ?",
                                owned.run(),
                                owned.epoch(),
                                id);
            }
        }
    }

    private void remove(long id) {
        try (PgSql sql = server.writer()) {
            int _ = sql.update("delete from session where id = ?", id);
            sql.commit();
        } catch (SQLException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "runs not given up, they are free when the lease ends place=\"{0}\" reason=\"{1}\"",
                    server.config().place(),
                    server.faults().words(e));
        }
    }
}
