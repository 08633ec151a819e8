package dev.lorimer.store;

import java.sql.ResultSet;
import java.sql.SQLException;

/// A signal as it is stored, before its hash.
record SignalRow(long id, String kind, String at, String json) {
    /// Columns `id, kind, at, json`, in this order.
    static SignalRow of(ResultSet row) throws SQLException {
        return new SignalRow(
                row.getLong(1), Column.text(row, 2), Column.text(row, 3), Column.text(row, 4));
    }
}
