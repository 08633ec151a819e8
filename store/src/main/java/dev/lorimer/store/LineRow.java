package dev.lorimer.store;

import java.sql.ResultSet;
import java.sql.SQLException;

/// A line as it is stored, before its hash.
///
/// @param at an instant, to the nanosecond, as ISO 8601 text
/// @param json the text with references in place of its long strings, see [Payload]
record LineRow(long seq, long epoch, String kind, String status, String at, String json) {
    /// Columns `seq, epoch, kind, status, at, json`, in this order.
    static LineRow of(ResultSet row) throws SQLException {
        return new LineRow(
                row.getLong(1),
                row.getLong(2),
                Column.text(row, 3),
                Column.text(row, 4),
                Column.text(row, 5),
                Column.text(row, 6));
    }
}
