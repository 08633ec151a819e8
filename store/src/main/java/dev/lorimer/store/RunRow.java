package dev.lorimer.store;

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
    /// @param end where the lines end
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
    record Rest(Optional<String> wake, Optional<String> child, long newest, Life life) {
        boolean isOver() {
            return life != Life.OPEN;
        }
    }

    /// Stored by its place in this list.
    enum Life {
        OPEN,
        /// Takes no more messages.
        ENDED,
        /// Its lines were replaced by evidence.
        PRUNED;

        static Life of(long stored) {
            return stored == 0 ? OPEN : stored == 2 ? PRUNED : ENDED;
        }
    }

    static final String COLUMNS =
            "id, title, created_at, next_seq, head_hash, status, updated_at, epoch, session, owner,"
                    + " owned_at, wake_at, child, newest, ended, last_nr, nr";

    static RunRow of(ResultSet row) throws SQLException {
        return new RunRow(
                new Birth(row.getLong(17), row.getString(1), row.getString(2), row.getString(3)),
                new Tip(
                        new Chain.Head(row.getLong(4), row.getString(5), row.getLong(16)),
                        row.getString(6),
                        row.getString(7)),
                new Claim(row.getLong(8), row.getLong(9), row.getString(10), row.getString(11)),
                new Rest(
                        Optional.ofNullable(row.getString(12)),
                        Optional.ofNullable(row.getString(13)),
                        row.getLong(14),
                        Life.of(row.getLong(15))));
    }
}
