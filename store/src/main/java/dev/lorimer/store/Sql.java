package dev.lorimer.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One connection with its prepared statements; for one thread at a time. Transactions are ours:
/// `begin` and `commit` are statements like any other.
final class Sql implements AutoCloseable {
    private final Connection connection;

    /// Bounded by the number of statements in this package, all of them constants.
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    private long changes;

    Sql(Connection connection) throws SQLException {
        this.connection = connection;
        // In its own autocommit mode the driver tries a `begin` after each statement; with that
        // mode
        // off it opens one transaction now, which we end, and then leaves them to us.
        connection.setAutoCommit(false);
        execute("commit");
    }

    /// Makes something of the row the result stands on.
    @FunctionalInterface
    interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    @FunctionalInterface
    interface Visit {
        void row(ResultSet row) throws SQLException;
    }

    void execute(String sql) throws SQLException {
        PreparedStatement statement = statement(sql);
        if (statement.execute()) {
            // A pragma that answers would hold its locks until it is read to the end.
            statement.getResultSet().close();
        }
    }

    /// Carries out what has to be stepped through to its end, and answers nothing.
    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            int _ = statement.executeUpdate(sql);
        }
    }

    /// How many rows it changed.
    int update(String sql, Object... values) throws SQLException {
        int changed = bound(sql, values).executeUpdate();
        changes += changed;
        return changed;
    }

    /// How many rows it changed.
    ///
    /// @param rows one after the other fill the statement's places
    int updateRows(String sql, List<Object[]> rows) throws SQLException {
        PreparedStatement statement = statement(sql);
        int place = 1;
        for (Object[] row : rows) {
            for (Object value : row) {
                bind(statement, place, value);
                place++;
            }
        }
        int changed = statement.executeUpdate();
        changes += changed;
        return changed;
    }

    /// How many rows were changed through this connection so far.
    long changes() {
        return changes;
    }

    void each(String sql, Visit visit, Object... values) throws SQLException {
        try (ResultSet rows = bound(sql, values).executeQuery()) {
            while (rows.next()) {
                visit.row(rows);
            }
        }
    }

    /// Ends with the first row of which it is said so.
    void eachUntil(String sql, Reading<Boolean> end, Object... values) throws SQLException {
        try (ResultSet rows = bound(sql, values).executeQuery()) {
            boolean ended = false;
            while (!ended && rows.next()) {
                ended = end.of(rows);
            }
        }
    }

    <T> List<T> list(String sql, Reading<T> reading, Object... values) throws SQLException {
        var list = new ArrayList<T>();
        each(sql, row -> list.add(reading.of(row)), values);
        return list;
    }

    <T> Optional<T> first(String sql, Reading<T> reading, Object... values) throws SQLException {
        try (ResultSet rows = bound(sql, values).executeQuery()) {
            return rows.next() ? Optional.of(reading.of(rows)) : Optional.empty();
        }
    }

    long number(String sql) throws SQLException {
        return first(sql, row -> row.getLong(1)).orElse(0L);
    }

    /// Ends the connection; an open transaction is rolled back.
    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private PreparedStatement bound(String sql, Object... values) throws SQLException {
        PreparedStatement statement = statement(sql);
        for (int i = 0; i < values.length; i++) {
            bind(statement, i + 1, values[i]);
        }
        return statement;
    }

    /// @param value an empty one is null
    private static void bind(PreparedStatement statement, int place, Object value)
            throws SQLException {
        if (value instanceof Optional<?> option) {
            if (option.isEmpty()) {
                statement.setNull(place, Types.NULL);
            } else {
                statement.setObject(place, option.get());
            }
        } else {
            statement.setObject(place, value);
        }
    }

    private PreparedStatement statement(String sql) throws SQLException {
        PreparedStatement known = prepared.get(sql);
        if (known != null) {
            return known;
        }
        PreparedStatement fresh = connection.prepareStatement(sql);
        prepared.put(sql, fresh);
        return fresh;
    }
}
