package dev.lorimer.store;

import dev.lorimer.journal.RunId;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// Columns that are never empty, as long as nobody has damaged them: a page of zeros can still be
/// taken for rows, and then it must not be taken for an answer.
final class Column {
    private Column() {}

    static String text(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        if (text == null) {
            throw damaged("column %d holds nothing".formatted(column));
        }
        return text;
    }

    static long number(ResultSet row, int column) throws SQLException {
        long number = row.getLong(column);
        if (row.wasNull()) {
            throw damaged("column %d holds nothing".formatted(column));
        }
        return number;
    }

    /// A hash, in hex.
    static String hash(ResultSet row, int column) throws SQLException {
        byte[] bytes = row.getBytes(column);
        if (bytes == null) {
            throw damaged("column %d holds nothing".formatted(column));
        }
        return Chain.hex(bytes);
    }

    /// A content, which no hash fits when it is missing.
    static byte[] body(ResultSet row, int column) throws SQLException {
        byte[] bytes = row.getBytes(column);
        return bytes == null ? new byte[0] : bytes;
    }

    static RunId run(ResultSet row, int column) throws SQLException {
        String name = text(row, column);
        try {
            return new RunId(name);
        } catch (IllegalArgumentException e) {
            throw damaged("column %d holds no name of a run".formatted(column));
        }
    }

    private static SQLException damaged(String what) {
        return new SQLiteException(what, SQLiteErrorCode.SQLITE_CORRUPT);
    }
}
