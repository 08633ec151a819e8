package dev.lorimer.store;

import dev.lorimer.journal.Journal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// A run as it is stored. Its ids and times are text here: they may have been damaged.
record RunRow(Birth birth, Tip tip, Claim claim, Rest rest) {
    /// What never changes; all but the number is covered by the root of the chain.
    ///
    /// @param nr in the table
    record Birth(long nr, String run, String title, String created) {}

    /// What the last line says.
    ///
    /// @param end where the lines end; the hash is empty when the last line is missing
    record Tip(Chain.Head end, String status, String updated) {}

    /// The last owner, dead or alive.
    ///
    /// @param epoch of the last takeover; 0 when nobody ever owned it
    /// @param session the owner's; 0 when it was given up
    /// @param since when, as text for people
    record Claim(long epoch, long session, String owner, String since) {
        /// Whether who has that epoch may write.
        boolean holds(long ownEpoch) {
            return epoch == ownEpoch && session != 0;
        }
    }

    /// What the run waits for.
    ///
    /// @param wake see [WakeTime]
    /// @param newest its last message; 0 when there never was one
    record Rest(Optional<Long> wake, Optional<String> child, long newest, Life life) {
        boolean isOver() {
            return life != Life.OPEN;
        }
    }

    /// Stored as a number.
    enum Life {
        OPEN(0),
        /// Takes no more messages.
        ENDED(1),
        /// Its lines were replaced by evidence.
        PRUNED(2);

        private final int stored;

        Life(int stored) {
            this.stored = stored;
        }

        int stored() {
            return stored;
        }

        static Life of(long stored) {
            return stored == OPEN.stored ? OPEN : stored == PRUNED.stored ? PRUNED : ENDED;
        }
    }

    /// To be followed by a condition. Each run has its tip; one that has none is damaged, and must
    /// not be left out.
    static final String SELECT =
            "select r.nr, r.id, r.title, r.created_at, t.next_seq, t.last_nr, j.hash, j.status, j.at,"
                    + " t.epoch, t.session, r.owner, r.owned_at, t.wake_at, t.child, t.newest,"
                    + " t.ended from run r left join tip t on t.nr = r.nr left join journal j on j.nr ="
                    + " t.last_nr ";

    static RunRow of(ResultSet row) throws SQLException {
        var birth =
                new Birth(
                        row.getLong(1),
                        Column.text(row, 2),
                        Column.text(row, 3),
                        Column.text(row, 4));
        long wake = row.getLong(14);
        Optional<Long> wakes = row.wasNull() ? Optional.empty() : Optional.of(wake);
        return new RunRow(
                birth,
                row.getLong(6) == 0 ? unborn(birth, row.getLong(5)) : tip(row),
                new Claim(
                        Column.number(row, 10),
                        row.getLong(11),
                        Column.text(row, 12),
                        Column.text(row, 13)),
                new Rest(
                        wakes,
                        Optional.ofNullable(row.getString(15)),
                        row.getLong(16),
                        Life.of(row.getLong(17))));
    }

    private static Tip unborn(Birth birth, long nextSeq) {
        return new Tip(
                new Chain.Head(nextSeq, Chain.root(birth), 0), Journal.QUEUED, birth.created());
    }

    private static Tip tip(ResultSet row) throws SQLException {
        return new Tip(
                new Chain.Head(
                        row.getLong(5),
                        Optional.ofNullable(row.getBytes(7)).map(Chain::hex).orElse(""),
                        row.getLong(6)),
                Optional.ofNullable(row.getString(8)).orElse(""),
                Optional.ofNullable(row.getString(9)).orElse(""));
    }
}
