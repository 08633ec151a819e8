package dev.lorimer.store;

import static dev.lorimer.journal.JournalException.Kind.IO;

import dev.lorimer.journal.JournalException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.postgresql.Driver;

/// Opens connections. Every wait on them ends: by the server's own timeouts first, so that it tells
/// what it was, and by the driver's when the server is silent.
///
/// @param faults words for what goes wrong
record PgServer(PostgresConfig config, PgFaults faults) {
    /// How long the server may take for one statement.
    private static final Duration STATEMENT_LIMIT = Duration.ofSeconds(20);

    /// How long a row may be locked by somebody else; deadlocks are found after one second.
    private static final Duration LOCK_LIMIT = Duration.ofSeconds(10);

    /// A transaction of a process that has gone silent must not lock its rows for longer.
    private static final Duration IDLE_LIMIT = Duration.ofSeconds(15);

    /// More than the server's own limits.
    private static final Duration SOCKET_LIMIT = Duration.ofSeconds(30);

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    /// A server that is started again answers within this time.
    static final Duration PATIENCE = Duration.ofSeconds(20);

    /// How long to wait before it is asked again: often enough to lose no second.
    private static final Duration PAUSE = Duration.ofMillis(200);

    static PgServer of(PostgresConfig config) {
        return new PgServer(config, new PgFaults(config));
    }

    /// For transactions that read: each sees one moment.
    PgSql reader() throws SQLException {
        Connection connection = connect();
        try {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            return new PgSql(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /// For transactions that write: rows are locked, then read.
    PgSql writer() throws SQLException {
        Connection connection = connect();
        try {
            connection.setAutoCommit(false);
            return new PgSql(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /// How a connection is made.
    @FunctionalInterface
    interface Opening {
        PgSql open() throws SQLException;
    }

    /// Tries again while the server is away, for example since it is started again.
    static PgSql patiently(Opening opening) throws SQLException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return opening.open();
            } catch (SQLException e) {
                if (!PgFaults.isAway(e) || System.nanoTime() - end > 0) {
                    throw e;
                }
                pause(e);
            }
        }
    }

    private static void pause(SQLException e) throws SQLException {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException _) {
            // Only a journal that is closed interrupts its threads.
            Thread.currentThread().interrupt();
            throw e;
        }
    }

    private Connection connect() throws SQLException {
        // The driver itself, since the driver manager would load whatever else is on the path.
        Connection connection = new Driver().connect(config.url(), properties());
        if (connection == null) {
            throw new JournalException(
                    IO, "\"%s\" is no address of a server; correct it".formatted(config.place()));
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(settings());
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private Properties properties() {
        var properties = new Properties();
        properties.setProperty("user", config.user());
        properties.setProperty("password", config.password());
        properties.setProperty("ApplicationName", "lorimer");
        properties.setProperty("connectTimeout", seconds(CONNECT_LIMIT));
        properties.setProperty("loginTimeout", seconds(CONNECT_LIMIT));
        properties.setProperty("socketTimeout", seconds(SOCKET_LIMIT));
        properties.setProperty("tcpKeepAlive", "true");
        // Details quote the row, which may hold secrets.
        properties.setProperty("logServerErrorDetail", "false");
        return properties;
    }

    /// Set by statements, since parameters in the address would win over properties. The commit
    /// waits for the disk at least, and for the standby servers where the server says so.
    private String settings() {
        return """
        set search_path to "%s";
        set statement_timeout to %d;
        set lock_timeout to %d;
        set idle_in_transaction_session_timeout to %d;
        set client_min_messages to error;
        set default_transaction_read_only to off;
        set default_transaction_isolation to 'read committed';
        set timezone to 'UTC';
        select set_config('synchronous_commit', 'on', false)
          where current_setting('synchronous_commit') <> 'remote_apply'\
        """
                .formatted(
                        config.schema(),
                        STATEMENT_LIMIT.toMillis(),
                        LOCK_LIMIT.toMillis(),
                        IDLE_LIMIT.toMillis());
    }

    private static String seconds(Duration limit) {
        return Long.toString(limit.toSeconds());
    }
}
