package dev.lorimer.store;

import dev.lorimer.journal.JournalException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/// Whether the server's disk has room for an outcome. Only the server can tell, and only by trying:
/// a file is filled and taken back in one transaction, which syncs nothing.
final class PgRoom {
    /// 256 KB: a large outcome's own text is bounded by the tools to less, and its line, indexes
    /// and log need a few pages more.
    private static final int RESERVE = 256 << 10;

    /// An answer holds for so long: the server must not be asked before each of a thousand effects
    /// a second.
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final PgHands writers;

    /// Guarded by this object's monitor.
    private Optional<Answer> last = Optional.empty();

    /// @param nanos when it was asked, on the monotonic clock
    private record Answer(long nanos, Optional<JournalException> refusal) {}

    PgRoom(PgHands writers) {
        this.writers = writers;
    }

    /// Those who ask at once wait for one answer.
    ///
    /// @throws JournalException `FULL`
    synchronized void ensure() {
        long now = System.nanoTime();
        Answer answer =
                last.filter(known -> now - known.nanos() < FRESH.toNanos())
                        .orElseGet(() -> new Answer(now, asked()));
        last = Optional.of(answer);
        answer.refusal()
                .ifPresent(why -> {
                    throw new JournalException(why.kind(), String.valueOf(why.getMessage()), why);
                });
    }

    private Optional<JournalException> asked() {
        try {
            boolean _ = writers.perform(PgRoom::tried);
            return Optional.empty();
        } catch (JournalException e) {
            return Optional.of(e);
        }
    }

    private static boolean tried(PgSql sql) throws SQLException {
        // Another process that is just trying answers for us too.
        if (sql.holds(
                "select pg_try_advisory_xact_lock (hashtextextended ('lorimer.room.' ||"
                        + " current_schema (), 0))")) {
            // The emptied table has a new file, so nothing that was free in an old one is used.
            sql.execute("truncate room");
            int _ =
                    sql.update(
                            "insert into room (filler) values (decode (repeat ('00', ?), 'hex'))",
                            RESERVE);
            sql.rollback();
        }
        return true;
    }
}
