package dev.lorimer.store;

import java.sql.SQLException;
import java.util.SortedMap;
import java.util.TreeMap;

/// Notes that belong to no run, inside one transaction of the caller's.
record PgNotes(PgSql sql, PgFaults faults) {
    void keep(String key, String json) throws SQLException {
        int _ =
                sql.update(
                        "insert into note (key, json, hash) values (?, ?::json, ?) on conflict"
                                + " (key) do update set json = excluded.json, hash = excluded.hash",
                        key,
                        json,
                        Chain.note(key, json));
    }

    void forget(String key) throws SQLException {
        int _ = sql.update("delete from note where key = ?", key);
    }

    SortedMap<String, String> all(String prefix) throws SQLException {
        var notes = new TreeMap<String, String>();
        sql.each(
                "select key, json, hash from note where starts_with (key, ?)",
                row -> {
                    String key = row.getString(1);
                    String json = row.getString(2);
                    if (!Chain.note(key, json).equals(row.getString(3))) {
                        throw faults.corrupt("note \"%s\" is not what was kept".formatted(key));
                    }
                    notes.put(key, json);
                },
                prefix);
        return notes;
    }
}
