package dev.lorimer.store;

import java.time.Duration;
import org.postgresql.Driver;

/// Where a journal lives in PostgreSQL, and who asks.
///
/// @param url a JDBC address, for example
///   `jdbc:postgresql://db.example:5432/agents?sslmode=require`; it must lead to the server itself
///   or to a pooler that keeps one connection per client, since settings are made per connection
/// @param user who may make tables in the schema; once they are there, who may read and write them
/// @param password empty when the server asks for none; never shown
/// @param schema 1 to 63 of `a-z`, `0-9` and `_`, not starting with a digit or `pg_`; made when it
///   is missing, and used for nothing else
/// @param lease how long an owner may give no sign of life before others may take his runs, from
///   [#LEASE_MIN] to [#LEASE_MAX]; a sign is given five times as often
public record PostgresConfig(
        String url, String user, String password, String schema, Duration lease) {
    /// 15 s: what Kubernetes' leader election takes by default (`LeaseDuration`), long enough for a
    /// full garbage collection and a restart of the server.
    public static final Duration LEASE = Duration.ofSeconds(15);

    /// 200 ms: five signs in this time are 40 ms apart, a few round trips to a busy server.
    public static final Duration LEASE_MIN = Duration.ofMillis(200);

    /// One hour: a dead process's runs must not wait for longer.
    public static final Duration LEASE_MAX = Duration.ofHours(1);

    /// The schema when there is no reason for another.
    public static final String SCHEMA = "lorimer";

    /// @throws IllegalArgumentException naming what is wrong, without the password
    public PostgresConfig {
        if (!url.startsWith("jdbc:postgresql:") || !new Driver().acceptsURL(url)) {
            throw new IllegalArgumentException(
                    "the journal's address \"%s\" is none of PostgreSQL; write it as jdbc:postgresql://HOST:PORT/DATABASE"
                            .formatted(shown(url)));
        }
        if (!schema.matches("[a-z_][a-z0-9_]{0,62}") || schema.startsWith("pg_")) {
            throw new IllegalArgumentException(
                    "the journal's schema \"%s\" is not 1 to 63 of a-z, 0-9 and _, or starts with a digit or pg_; choose a name like \"%s\""
                            .formatted(schema, SCHEMA));
        }
        if (lease.compareTo(LEASE_MIN) < 0 || lease.compareTo(LEASE_MAX) > 0) {
            throw new IllegalArgumentException(
                    "a lease of %d ms is not from %d to %d ms; the usual one is %d ms"
                            .formatted(
                                    lease.toMillis(),
                                    LEASE_MIN.toMillis(),
                                    LEASE_MAX.toMillis(),
                                    LEASE.toMillis()));
        }
    }

    /// The usual schema and lease.
    public static PostgresConfig of(String url, String user, String password) {
        return new PostgresConfig(url, user, password, SCHEMA, LEASE);
    }

    /// Server, database and schema, in words for errors and logs.
    String place() {
        return "%s schema %s".formatted(shown(url), schema);
    }

    /// Without the password.
    @Override
    public String toString() {
        return "PostgreSQL journal at %s as %s".formatted(place(), user);
    }

    /// Parameters and credentials in the address may be secrets.
    private static String shown(String url) {
        return url.replaceFirst("\\?.*", "").replaceFirst("//.*@", "//").replaceAll("\\s+", " ");
    }
}
