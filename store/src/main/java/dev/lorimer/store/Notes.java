package dev.lorimer.store;

import java.sql.SQLException;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// Notes that belong to no run.
record Notes(Tables tables) {
    void put(String key, String json) throws SQLException {
        tables.sql()
                .update(
                        "insert into note (key, json, hash) values (?, ?, ?) on conflict (key) do"
                                + " update set json = excluded.json, hash = excluded.hash",
                        key,
                        json,
                        Chain.note(key, json));
    }

    void remove(String key) throws SQLException {
        tables.sql().update("delete from note where key = ?", key);
    }

    SortedMap<String, String> startingWith(String prefix) throws SQLException {
        var found = new TreeMap<String, String>();
        tables.sql()
                .each(
                        "select key, json, hash from note where key >= ? order by key",
                        row -> {
                            String key = Column.text(row, 1);
                            if (key.startsWith(prefix)) {
                                found.put(
                                        key, sound(key, Column.text(row, 2), Column.text(row, 3)));
                            }
                        },
                        prefix);
        return Collections.unmodifiableSortedMap(found);
    }

    private String sound(String key, String json, String hash) {
        if (!Chain.note(key, json).equals(hash)) {
            throw tables.faults().corrupt("note \"%s\" is not what was written".formatted(key));
        }
        return json;
    }
}
