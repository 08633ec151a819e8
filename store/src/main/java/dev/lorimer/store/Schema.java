package dev.lorimer.store;

import java.util.List;

/// The tables, made to be read in the `sqlite3` shell as well: times and JSON are text, and the
/// comments show up in `.schema`.
final class Schema {
    private Schema() {}

    /// Each so-manieth line of a run is in an index; the others are found by the links between
    /// them. An index over all lines has a page per run, so that each batch of many runs would
    /// write that many pages: with 200 runs it made two thirds of all that was written.
    static final int ANCHOR = 64;

    /// Of a new database.
    static final List<String> TABLES =
            List.of(
                    """
                    create table run (
                      nr integer primary key,      -- order of creation
                      id text not null unique,
                      title text not null,
                      status text not null,        -- after the last line
                      epoch integer not null,      -- raised by each takeover; older ones may not write
                      next_seq integer not null,
                      head_hash text not null,     -- of the last line
                      owner text not null,         -- the last owner's words; alive only while its session is
                      owned_at text not null,
                      created_at text not null,
                      updated_at text not null,
                      session integer not null default 0,    -- of the owner; 0 when it was given up
                      wake_at text,                -- when somebody has to work on it; the year 1970 is now
                      child text,                  -- the run whose end wakes this one too
                      newest integer not null default 0,     -- its last message
                      ended integer not null default 0,      -- 1: takes no more messages; 2: its lines were pruned
                      last_nr integer not null default 0     -- of the last line in table journal; 0 for none
                    ) strict\
                    """,
                    """
                    create table blob (
                      nr integer primary key,
                      hash text not null unique,   -- sha-256 of the content
                      codec text not null,         -- plain, or deflate (zlib)
                      size integer not null,       -- of the content, in bytes
                      body blob not null           -- what stands between the quotes of a json string, utf-8
                    ) strict\
                    """);

    /// What came with format 2, besides columns of table `run`.
    static final List<String> SECOND =
            List.of(
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
                      hash text not null           -- sha-256 over the hash before and this line
                    ) strict\
                    """,
                    "create index journal_anchor on journal (run, seq) where seq % "
                            + ANCHOR
                            + " = 0",
                    "create index run_due on run (wake_at) where wake_at is not null",
                    "create index run_child on run (child) where child is not null",
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
                      nr integer primary key,      -- the run's
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

    /// Brings a database of format 1 to format 2. What was at work is due at once, what had ended
    /// stays so; what waits and has a message is due too, since format 1 did not know which
    /// messages had been taken.
    static final List<String> FROM_1_TO_2 =
            List.of(
                    "alter table journal rename to journal_1",
                    "alter table signal rename to signal_1",
                    "drop index signal_of_run",
                    "alter table run add column session integer not null default 0",
                    "alter table run add column wake_at text",
                    "alter table run add column child text",
                    "alter table run add column newest integer not null default 0",
                    "alter table run add column ended integer not null default 0",
                    "alter table run add column last_nr integer not null default 0",
                    "update run set newest = coalesce((select max(id) from signal_1 where run = run.id), 0)",
                    "update run set ended = 1 where status in ('done', 'failed', 'cancelled', 'exhausted')",
                    "update run set wake_at = '"
                            + WakeTime.NOW
                            + "' where ended = 0 and next_seq > 0 and (status = 'running' or newest > 0)");

    /// Done after [#FROM_1_TO_2] and [#SECOND].
    static final List<String> MOVED_TO_2 =
            List.of(
                    "insert into signal (run, id, kind, at, json, hash) select run, id, kind, at,"
                            + " json, hash from signal_1 order by run, id",
                    "drop table signal_1",
                    """
                    insert into journal (nr, prev, run, seq, epoch, kind, status, at, json, hash)
                    select j.nr, coalesce(lag(j.nr) over (partition by j.run order by j.seq), 0), r.nr,
                      j.seq, j.epoch, j.kind, j.status, j.at, j.json, j.hash
                    from journal_1 j join run r on r.id = j.run order by j.nr
                    """,
                    """
                    update run set last_nr = coalesce((select j.nr from journal_1 j
                    where j.run = run.id and j.seq = run.next_seq - 1), 0)
                    """,
                    "drop table journal_1");
}
