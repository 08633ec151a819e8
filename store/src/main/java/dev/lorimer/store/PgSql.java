package dev.lorimer.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// One connection; for one thread at a time. A transaction begins with the first statement after
/// the last end of one. The driver keeps the statements prepared.
final class PgSql implements AutoCloseable {
    /// Rows fetched at once: a long run is never in memory as a whole twice.
    private static final int FETCH = 500;

    /// Content sent at once, so that a large append does not need its memory twice.
    private static final int BATCH = 32;

    private final Connection connection;

    PgSql(Connection connection) {
        this.connection = connection;
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

    /// How many rows it changed.
    int update(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = bound(sql, values)) {
            return statement.executeUpdate();
        }
    }

    /// The same statement for many rows.
    void updateAll(String sql, Collection<List<Object>> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int waiting = 0;
            for (List<Object> row : rows) {
                bind(statement, row.toArray());
                statement.addBatch();
                waiting++;
                if (waiting == BATCH) {
                    int[] _ = statement.executeBatch();
                    waiting = 0;
                }
            }
            if (waiting > 0) {
                int[] _ = statement.executeBatch();
            }
        }
    }

    void each(String sql, Visit visit, Object... values) throws SQLException {
        try (PreparedStatement statement = bound(sql, values);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                visit.row(rows);
            }
        }
    }

    <T> List<T> list(String sql, Reading<T> reading, Object... values) throws SQLException {
        var list = new ArrayList<T>();
        each(sql, row -> list.add(reading.of(row)), values);
        return list;
    }

    <T> Optional<T> first(String sql, Reading<T> reading, Object... values) throws SQLException {
        try (PreparedStatement statement = bound(sql, values);
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(reading.of(rows)) : Optional.empty();
        }
    }

    /// One number; 0 when there is none.
    long number(String sql, Object... values) throws SQLException {
        return first(sql, row -> row.getLong(1), values).orElse(0L);
    }

    boolean holds(String sql, Object... values) throws SQLException {
        return first(sql, row -> row.getBoolean(1), values).orElse(false);
    }

    void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// Bounds the wait for each answer.
    void answerWithin(Duration limit) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, Math.toIntExact(limit.toMillis()));
    }

    void commit() throws SQLException {
        connection.commit();
    }

    void rollback() throws SQLException {
        connection.rollback();
    }

    /// Ends the connection; an open transaction is rolled back by the server.
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // The server sees the end of the connection in any case.
            System.getLogger("dev.lorimer.store")
                    .log(
                            System.Logger.Level.DEBUG,
                            "connection not closed reason={0}",
                            String.valueOf(e.getMessage()));
        }
    }

    private PreparedStatement bound(String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            statement.setFetchSize(FETCH);
            bind(statement, values);
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    private void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            switch (values[i]) {
                case String[] texts ->
                        statement.setArray(i + 1, connection.createArrayOf("text", texts));
                case Long[] numbers ->
                        statement.setArray(i + 1, connection.createArrayOf("int8", numbers));
                case Boolean[] flags ->
                        statement.setArray(i + 1, connection.createArrayOf("bool", flags));
                default -> statement.setObject(i + 1, values[i]);
            }
        }
    }
}
