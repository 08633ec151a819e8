package dev.lorimer.store;

import java.util.List;

/// The tables, made to be read in the `sqlite3` shell as well: times and JSON are text, and the
/// comments show up in `.schema`.
final class Schema {
    private Schema() {}

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
                      owner text not null,         -- the last owner's words; alive only while locks/ID.lock is held
                      owned_at text not null,
                      created_at text not null,
                      updated_at text not null
                    ) strict\
                    """,
                    """
                    create table journal (
                      nr integer primary key,      -- order of append over all runs
                      run text not null,
                      seq integer not null,
                      epoch integer not null,
                      kind text not null,
                      status text not null,        -- of the run after this line
                      at text not null,
                      json text not null,          -- long strings are {"$blob":HASH,"chars":N}; a name $blob is $$blob
                      hash text not null,          -- sha-256 over the hash before and this line
                      unique (run, seq)
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
                    """,
                    """
                    create table signal (
                      id integer primary key,
                      run text not null,
                      kind text not null,
                      at text not null,
                      json text not null,
                      hash text not null           -- sha-256 over this message
                    ) strict\
                    """,
                    "create index signal_of_run on signal (run, id)");
}
