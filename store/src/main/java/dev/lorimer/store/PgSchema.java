package dev.lorimer.store;

import java.sql.SQLException;
import java.util.List;

/// The tables, made to be read in `psql` as well: times are text, JSON is `json`, which keeps each
/// text to the letter, and the view `entry` shows it as `jsonb`.
///
/// @param sql inside one transaction of the caller's
record PgSchema(PgSql sql, PostgresConfig config, PgFaults faults) {
    /// Raised with every change of the tables.
    static final int VERSION = 1;

    /// Makes the tables where there are none. Two processes that come at once wait for each other.
    void prepare() throws SQLException {
        // Read first: a user who may not make tables may use those that are there.
        if (isThere() && version() == VERSION) {
            return;
        }
        sql.execute(
                "select pg_advisory_xact_lock(hashtextextended('lorimer.schema.%s', 0))"
                        .formatted(config.schema()));
        checkEncoding();
        if (isThere()) {
            int version = version();
            if (version > VERSION) {
                throw faults.tooNew(version, VERSION);
            }
            if (version < 1) {
                throw faults.foreign();
            }
            return;
        }
        if (!sql.holds(
                "select exists (select 1 from pg_namespace where nspname = ?)", config.schema())) {
            sql.execute("create schema \"%s\"".formatted(config.schema()));
        } else if (sql.holds(
                "select exists (select 1 from pg_class c join pg_namespace n on n.oid ="
                        + " c.relnamespace where n.nspname = ?)",
                config.schema())) {
            throw faults.foreign();
        }
        for (String statement : TABLES) {
            sql.execute(statement);
        }
        int _ = sql.update("insert into lorimer (format) values (?)", VERSION);
    }

    private boolean isThere() throws SQLException {
        return sql.holds(
                "select exists (select 1 from pg_class c join pg_namespace n on n.oid ="
                        + " c.relnamespace join pg_attribute a on a.attrelid = c.oid where n.nspname"
                        + " = ? and c.relname = 'lorimer' and c.relkind = 'r' and a.attname ="
                        + " 'format')",
                config.schema());
    }

    private int version() throws SQLException {
        return (int) sql.number("select coalesce(max(format), 0) from lorimer");
    }

    private void checkEncoding() throws SQLException {
        if (!sql.holds("select current_setting('server_encoding') = 'UTF8'")) {
            throw new IllegalArgumentException(
                    "the database of \"%s\" is not encoded in UTF8; create one with: create database NAME encoding 'UTF8' template template0"
                            .formatted(config.place()));
        }
    }

    private static final List<String> TABLES =
            List.of(
                    "create table lorimer (format integer not null)",
                    """
                    create table session (
                      id bigint generated always as identity primary key,
                      started timestamptz not null default clock_timestamp(),
                      lease_until timestamptz not null
                    ) with (fillfactor = 50);
                    comment on table session is 'processes that own runs; alive until lease_until, by this server''s clock'\
                    """,
                    """
                    create table run (
                      nr bigint generated always as identity primary key,
                      id text collate "C" not null unique,
                      title text not null,
                      status text not null,
                      epoch bigint not null default 0,
                      next_seq bigint not null default 0,
                      head_hash text not null,
                      session bigint not null default 0,
                      owner text not null default '',
                      owned_at text not null default '',
                      wake_at numeric(30, 9),
                      child text collate "C",
                      newest bigint not null default 0,
                      ended boolean not null default false,
                      pruned boolean not null default false,
                      created_at text not null,
                      updated_at text not null
                    ) with (fillfactor = 70);
                    create index run_due on run (wake_at, nr) where wake_at is not null;
                    create index run_child on run (child) where child is not null;
                    comment on column run.nr is 'order of creation';
                    comment on column run.status is 'after the last line';
                    comment on column run.epoch is 'raised by each takeover; older ones may not write';
                    comment on column run.head_hash is 'of the last line';
                    comment on column run.session is 'of the owner; 0 when it was given up; the owner is alive while this session is';
                    comment on column run.wake_at is 'when somebody has to work on it, in seconds since 1970; 0 is now';
                    comment on column run.child is 'the run whose end wakes this one too';
                    comment on column run.newest is 'its last message';
                    comment on column run.ended is 'takes no more messages';
                    comment on column run.pruned is 'its lines were removed, see evidence'\
                    """,
                    """
                    create table journal (
                      nr bigint generated always as identity,
                      run text collate "C" not null,
                      seq bigint not null,
                      epoch bigint not null,
                      kind text not null,
                      status text not null,
                      at text not null,
                      json json not null,
                      hash text not null,
                      primary key (run, seq)
                    );
                    create index journal_nr on journal using brin (nr);
                    comment on column journal.nr is 'order of append over all runs';
                    comment on column journal.status is 'of the run after this line';
                    comment on column journal.json is 'to the letter; long strings are {"$blob":HASH,"chars":N}, a name $blob is $$blob';
                    comment on column journal.hash is 'sha-256 over the hash before and this line'\
                    """,
                    """
                    create table blob (
                      hash text collate "C" primary key,
                      codec text not null,
                      size bigint not null,
                      body bytea not null
                    );
                    alter table blob alter body set storage external;
                    create table reference (
                      hash text collate "C" not null,
                      run text collate "C" not null,
                      line boolean not null,
                      primary key (hash, run, line)
                    );
                    create index reference_of_run on reference (run);
                    comment on table reference is 'which run needs which blob; line is false where only its snapshot does';
                    comment on column blob.hash is 'sha-256 of the content';
                    comment on column blob.codec is 'plain, or deflate (zlib)';
                    comment on column blob.body is 'what stands between the quotes of a json string, utf-8'\
                    """,
                    """
                    create table signal (
                      id bigint primary key,
                      run text collate "C" not null,
                      kind text not null,
                      at text not null,
                      json json not null,
                      hash text not null
                    );
                    create sequence signal_id;
                    create index signal_of_run on signal (run, id)\
                    """,
                    """
                    create table snapshot (
                      run text collate "C" primary key,
                      seq bigint not null,
                      line_hash text not null,
                      json json not null,
                      hash text not null,
                      stamp bigint not null
                    );
                    create sequence snapshot_stamp;
                    comment on column snapshot.seq is 'the lines before it are folded in';
                    comment on column snapshot.line_hash is 'of the last of these lines';
                    comment on column snapshot.hash is 'sha-256 of the json';
                    comment on column snapshot.stamp is 'grows with each one kept'\
                    """,
                    """
                    create table evidence (
                      run text collate "C" primary key,
                      at text not null,
                      json json not null,
                      hash text not null
                    );
                    create table note (
                      key text collate "C" primary key,
                      json json not null,
                      hash text not null
                    );
                    create table room (filler bytea not null);
                    alter table room alter filler set storage external;
                    comment on table room is 'always empty: filled and taken back to see whether the disk has room'\
                    """,
                    """
                    create function as_jsonb(given json) returns jsonb language plpgsql immutable as $$
                    begin
                      return given::jsonb;
                    exception when others then
                      begin
                        -- jsonb has no character 0 and no half surrogate pairs
                        return regexp_replace(given::text, '\\\\u(0000|[dD][89a-fA-F][0-9a-fA-F]{2})', '\\\\ufffd', 'g')::jsonb;
                      exception when others then
                        return null;
                      end;
                    end $$;
                    create view entry as
                      select nr, run, seq, epoch, kind, status, at, as_jsonb(json) as json
                      from journal;
                    comment on view entry is 'the journal with jsonb; what jsonb cannot hold is replaced by U+FFFD there'\
                    """);
}
