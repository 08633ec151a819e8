package dev.lorimer.store;

import java.util.List;
import java.util.stream.Stream;

/// The tables, made to be read in the `sqlite3` shell as well: times and JSON are text, and the
/// comments show up in `.schema`.
final class Schema {
    /// Each so-manieth line of a run is in an index; the others are found by the links between
    /// them. An index over all lines has a page per run, so that each batch of many runs would
    /// write that many pages: with 200 runs it made two thirds of all that was written.
    static final int ANCHOR = 64;

    private Schema() {}

    private static final List<String> SECOND =
            List.of(
                    """
                    create table blob (
                      nr integer primary key,
                      hash blob not null unique,   -- sha-256 of the content
                      codec text not null,         -- plain, or deflate (zlib)
                      size integer not null,       -- of the content, in bytes
                      body blob not null           -- what stands between the quotes of a json string, utf-8
                    ) strict\
                    """,
                    """
                    create table run (
                      nr integer primary key,      -- order of creation
                      id text not null unique,
                      title text not null,
                      created_at text not null,
                      owner text not null,         -- the last owner's words; alive only while its session is
                      owned_at text not null
                    ) strict\
                    """,
                    // Apart from the names, so that the rows of many runs fit into one page: each
                    // append changes one of them.
                    """
                    create table tip (
                      nr integer primary key,      -- in table run
                      epoch integer not null,      -- raised by each takeover; older ones may not write
                      session integer not null,    -- of the owner; 0 when it was given up
                      next_seq integer not null,
                      last_nr integer not null,    -- of the last line in table journal; 0 for none
                      newest integer not null,     -- the last message
                      ended integer not null,      -- 1: takes no more messages; 2: its lines were pruned
                      wake_at integer,             -- when somebody has to work on it, ns since 1970; 0 is now
                      child text                   -- the run whose end wakes this one too
                    ) strict\
                    """,
                    "create index tip_wake on tip (wake_at) where wake_at is not null",
                    "create index tip_child on tip (child) where child is not null",
                    """
                    create table journal (
                      nr integer primary key,      -- order of append over all runs
                      prev integer not null,       -- nr of the run's line before it; 0 for none
                      run integer not null,        -- nr in table run
                      seq integer not null,
                      epoch integer not null,
                      kind text not null,
                      status text not null,        -- of the run after this line
                      at text not null,
                      json text not null,          -- long strings are {"$blob":HASH,"chars":N}; a name $blob is $$blob
                      hash blob not null           -- sha-256 over the hash before and this line
                    ) strict\
                    """,
                    "create index journal_anchor on journal (run, seq) where seq % "
                            + ANCHOR
                            + " = 0",
                    """
                    create table signal (
                      run text not null,
                      id integer not null,         -- grows within a run
                      kind text not null,
                      at text not null,
                      json text not null,
                      hash text not null,          -- sha-256 over this message
                      primary key (run, id)
                    ) strict, without rowid\
                    """,
                    """
                    create table session (
                      id integer primary key,      -- lives while this byte of sessions.lock is locked
                      owner text not null,
                      lease_ms integer not null,   -- without a beat for so long it may be taken for dead
                      beat integer not null,       -- raised as long as it lives
                      beat_at integer not null     -- by this machine's clock, ms since 1970
                    ) strict\
                    """,
                    """
                    create table snapshot (
                      nr integer primary key,      -- in table run
                      stamp integer not null,      -- the last nr of table journal when it was kept
                      seq integer not null,        -- the lines before it are folded in
                      line_hash text not null,     -- of the last of them
                      hash text not null,          -- sha-256 of the content
                      codec text not null,
                      size integer not null,
                      body blob not null           -- json as in table journal
                    ) strict\
                    """,
                    """
                    create table note (
                      key text primary key,
                      json text not null,
                      hash text not null           -- sha-256 over this note
                    ) strict, without rowid\
                    """);

    /// What moves out of the way.
    private static final List<String> FIRST_AWAY =
            List.of(
                    "alter table run rename to run_1",
                    "alter table journal rename to journal_1",
                    "alter table signal rename to signal_1",
                    "alter table blob rename to blob_1",
                    "drop index signal_of_run");

    /// What was at work is due at once, what had ended stays so; what waits and has a message is
    /// due too, since format 1 did not know which messages had been taken.
    private static final List<String> FIRST_INTO_SECOND =
            List.of(
                    "insert into run (nr, id, title, created_at, owner, owned_at) select nr, id,"
                            + " title, created_at, owner, owned_at from run_1 order by nr",
                    "insert into signal (run, id, kind, at, json, hash) select run, id, kind, at,"
                            + " json, hash from signal_1 order by run, id",
                    """
                    insert into tip (nr, epoch, session, next_seq, last_nr, newest, ended, wake_at)
                    select nr, epoch, 0, next_seq,
                      coalesce((select j.nr from journal_1 j where j.run = run_1.id and j.seq = next_seq - 1), 0),
                      coalesce((select max(s.id) from signal_1 s where s.run = run_1.id), 0),
                      status in ('done', 'failed', 'cancelled', 'exhausted'),
                      iif(next_seq > 0 and (status = 'running' or status = 'waiting'
                        and exists (select 1 from signal_1 s where s.run = run_1.id)), 0, null)
                    from run_1 order by nr
                    """,
                    """
                    insert into journal (nr, prev, run, seq, epoch, kind, status, at, json, hash)
                    select j.nr, coalesce(lag(j.nr) over (partition by j.run order by j.seq), 0), r.nr,
                      j.seq, j.epoch, j.kind, j.status, j.at, j.json, unhex(j.hash)
                    from journal_1 j join run r on r.id = j.run order by j.nr
                    """,
                    "insert into blob (nr, hash, codec, size, body) select nr, unhex(hash), codec,"
                            + " size, body from blob_1 order by nr",
                    "drop table blob_1",
                    "drop table journal_1",
                    "drop table signal_1",
                    "drop table run_1");

    /// Makes a new database.
    static List<String> made() {
        return SECOND;
    }

    /// Brings a database of format 1 to format 2.
    static List<String> from1To2() {
        return Stream.of(FIRST_AWAY, SECOND, FIRST_INTO_SECOND).flatMap(List::stream).toList();
    }
}
