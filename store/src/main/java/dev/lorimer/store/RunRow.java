package dev.lorimer.store;

import java.sql.ResultSet;
import java.sql.SQLException;

/// A run as it is stored. Its ids and times are text here: they may have been damaged.
///
/// @param epoch of the last takeover; 0 when nobody ever owned it
/// @param claim the last owner, dead or alive
record RunRow(Birth birth, Tip tip, long epoch, Claim claim) {
    /// What never changes, covered by the root of the chain.
    record Birth(String run, String title, String created) {}

    /// What the last line says.
    ///
    /// @param hash its hash, or the chain's root
    record Tip(long nextSeq, String hash, String status, String updated) {}

    /// @param since when, as text for people
    record Claim(String owner, String since) {}

    static final String COLUMNS =
            "id, title, created_at, next_seq, head_hash, status, updated_at, epoch, owner, owned_at";

    static RunRow of(ResultSet row) throws SQLException {
        return new RunRow(
                new Birth(row.getString(1), row.getString(2), row.getString(3)),
                new Tip(row.getLong(4), row.getString(5), row.getString(6), row.getString(7)),
                row.getLong(8),
                new Claim(row.getString(9), row.getString(10)));
    }
}
