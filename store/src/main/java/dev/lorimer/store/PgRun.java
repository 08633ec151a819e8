package dev.lorimer.store;

import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.RunId;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// A run as it is stored. Its ids and times are text here: they may have been damaged.
record PgRun(Birth birth, Tip tip, Claim claim, Rest rest) {
    /// What never changes, covered by the root of the chain.
    record Birth(String run, String title, String created) {
        String root() {
            // The number is of the other store and no part of the hash.
            return Chain.root(new RunRow.Birth(0, run, title, created));
        }
    }

    /// What the last line says.
    ///
    /// @param hash its hash, or the chain's root
    record Tip(long nextSeq, String hash, String status, String updated) {}

    /// The last owner, dead or alive.
    ///
    /// @param epoch of the last takeover; 0 when nobody ever owned it
    /// @param session the owner's; 0 when it was given up
    /// @param since when, as text for people
    record Claim(long epoch, long session, String owner, String since) {}

    /// What the run waits for.
    ///
    /// @param wake see [#seconds]; empty when only a message can wake it
    /// @param child empty when it waits for none
    /// @param newest its last message; 0 when there never was one
    record Rest(String wake, String child, long newest, boolean ended, boolean pruned) {}

    static final String NOW = seconds(Standing.NOW);

    static final String COLUMNS =
            "id, title, created_at, next_seq, head_hash, status, updated_at, epoch, session, owner,"
                    + " owned_at, coalesce(wake_at::text, ''), coalesce(child, ''), newest, ended,"
                    + " pruned";

    static PgRun of(ResultSet row) throws SQLException {
        return new PgRun(
                new Birth(row.getString(1), row.getString(2), row.getString(3)),
                new Tip(row.getLong(4), row.getString(5), row.getString(6), row.getString(7)),
                new Claim(row.getLong(8), row.getLong(9), row.getString(10), row.getString(11)),
                new Rest(
                        row.getString(12),
                        row.getString(13),
                        row.getLong(14),
                        row.getBoolean(15),
                        row.getBoolean(16)));
    }

    String id() {
        return birth.run();
    }

    /// The run after an append.
    ///
    /// @param childEnded whether the run waits for a child that has ended by now
    PgRun after(Tip next, Standing standing, boolean childEnded) {
        boolean awake = !standing.last() && (rest.newest() > standing.taken() || childEnded);
        Optional<Instant> wake = awake ? Optional.of(Standing.NOW) : standing.wake();
        return new PgRun(
                birth,
                next,
                claim,
                new Rest(
                        wake.map(PgRun::seconds).orElse(""),
                        standing.child().map(RunId::value).orElse(""),
                        rest.newest(),
                        standing.last(),
                        rest.pruned()));
    }

    /// An instant to the nanosecond, as a number that sorts: the database's own times have
    /// microseconds.
    static String seconds(Instant at) {
        return BigDecimal.valueOf(at.getEpochSecond())
                .add(BigDecimal.valueOf(at.getNano(), 9))
                .toPlainString();
    }
}
