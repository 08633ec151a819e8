package dev.lorimer.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// A server of PostgreSQL for tests: one of our own that syncs to disk, or the one that the system
/// property `lorimer.test.postgres.url` names (with `…user` and `…password`), in a database that is
/// there for tests. When neither can be used, the tests fail.
final class PgCluster implements AutoCloseable {
    private static final String PROPERTY = "lorimer.test.postgres.";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final AtomicInteger schemas = new AtomicInteger();
    private final String run = Long.toString(System.nanoTime(), 36);
    private final Kind kind;

    private sealed interface Kind {
        record Named(String url, String user, String password) implements Kind {}

        record Ours(Own own) implements Kind {}
    }

    private PgCluster(Kind kind) {
        this.kind = kind;
    }

    static PgCluster start() {
        return Optional.ofNullable(System.getProperty(PROPERTY + "url"))
                .map(url ->
                        new PgCluster(
                                new Kind.Named(
                                        url,
                                        System.getProperty(PROPERTY + "user", "postgres"),
                                        System.getProperty(PROPERTY + "password", ""))))
                .orElseGet(() -> new PgCluster(new Kind.Ours(new Own())));
    }

    /// A schema that no other test uses.
    PostgresConfig fresh(Duration lease) {
        String schema = "lorimer_test_%s_%d".formatted(run, schemas.incrementAndGet());
        return switch (kind) {
            case Kind.Named named ->
                    new PostgresConfig(named.url(), named.user(), named.password(), schema, lease);
            case Kind.Ours(Own own) ->
                    new PostgresConfig(own.url(), "postgres", "postgres", schema, lease);
        };
    }

    PostgresConfig fresh() {
        return fresh(PostgresConfig.LEASE);
    }

    /// Ends the server in an orderly way; what is open is cut off.
    void stop() {
        own().stop();
    }

    /// Ends all processes of the server at once, as a crash does.
    void kill() {
        own().kill();
    }

    void startAgain() {
        own().start();
    }

    /// Lets tables made from now on lie in that folder.
    void moveTo(PostgresConfig config, Path folder) throws SQLException {
        boolean _ = own().url().isEmpty();
        int _ = edit(config, "create tablespace elsewhere location '%s'".formatted(folder));
        int _ = edit(config, "alter user postgres set default_tablespace to elsewhere");
    }

    /// Changes a setting of the whole server and waits until it is in force.
    void reconfigure(PostgresConfig config, String setting, String value)
            throws SQLException, InterruptedException {
        boolean _ = own().url().isEmpty();
        edit(config, "alter system set %s to %s".formatted(setting, value));
        String _ = ask(config, "select pg_reload_conf()");
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (!ask(config, "show " + setting).equals(value)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("%s is not %s".formatted(setting, value));
            }
            Thread.sleep(20);
        }
    }

    /// Does something to the tables behind the journal's back.
    static int edit(PostgresConfig config, String sql) throws SQLException {
        try (Connection connection = connect(config);
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    static String ask(PostgresConfig config, String sql) throws SQLException {
        try (Connection connection = connect(config);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        }
    }

    static Connection connect(PostgresConfig config) throws SQLException {
        Connection connection =
                DriverManager.getConnection(config.url(), config.user(), config.password());
        try (Statement statement = connection.createStatement()) {
            statement.execute("set search_path to \"" + config.schema() + "\"");
        }
        return connection;
    }

    @Override
    public void close() {
        switch (kind) {
            case Kind.Named named -> drop(named);
            case Kind.Ours(Own own) -> own.end();
        }
    }

    private void drop(Kind.Named named) {
        for (int nr = 1; nr <= schemas.get(); nr++) {
            try (Connection connection =
                            DriverManager.getConnection(
                                    named.url(), named.user(), named.password());
                    Statement statement = connection.createStatement()) {
                statement.execute(
                        "drop schema if exists lorimer_test_%s_%d cascade".formatted(run, nr));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private Own own() {
        return switch (kind) {
            case Kind.Ours(Own own) -> own;
            case Kind.Named named -> {
                Assumptions.abort(
                        "skipped: the server at "
                                + named.url()
                                + " must not be stopped; leave out the property to use one of our own");
                throw new IllegalStateException("not reached");
            }
        };
    }

    /// One whose data outlive its stops.
    private static final class Own {
        private final Path data;
        private final int port;
        private Optional<EmbeddedPostgres> server = Optional.empty();

        Own() {
            try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                this.port = socket.getLocalPort();
                this.data = Files.createTempDirectory("lorimer-postgres");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            start();
        }

        String url() {
            return "jdbc:postgresql://localhost:%d/postgres".formatted(port);
        }

        void start() {
            try {
                server =
                        Optional.of(
                                EmbeddedPostgres.builder()
                                        .setPort(port)
                                        .setDataDirectory(data)
                                        .setCleanDataDirectory(false)
                                        .setPGStartupWait(START_LIMIT)
                                        .setServerConfig("fsync", "on")
                                        .setServerConfig("synchronous_commit", "on")
                                        .setServerConfig("listen_addresses", "localhost")
                                        .start());
            } catch (IOException e) {
                throw new IllegalStateException(
                        "no PostgreSQL could be started; name a server by -Dlorimer.test.postgres.url=jdbc:postgresql://...",
                        e);
            }
        }

        void stop() {
            server.ifPresent(running -> {
                try {
                    running.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            server = Optional.empty();
        }

        void kill() {
            try {
                String pid = Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip();
                ProcessHandle postmaster = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
                Stream<ProcessHandle> all =
                        Stream.concat(Stream.of(postmaster), postmaster.descendants());
                all.toList().forEach(ProcessHandle::destroyForcibly);
                ProcessHandle _ =
                        postmaster
                                .onExit()
                                .orTimeout(START_LIMIT.toSeconds(), TimeUnit.SECONDS)
                                .join();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            // There is nothing left to end but the lock of its folder.
            stop();
        }

        void end() {
            stop();
            try (Stream<Path> files = Files.walk(data)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
