package dev.lorimer.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Removes the blobs that no line and no snapshot refers to. It marks while runs go on, and before
/// it removes anything it looks at what has come in since.
final class Sweep {
    /// So many are removed in one transaction, so that nobody waits long for the writer.
    private static final int REMOVED_AT_ONCE = 500;

    /// A run may be pruned while another is marked; more often than this nobody prunes.
    private static final int ATTEMPTS = 5;

    private final Writer writer;
    private final Readers readers;

    /// What was marked at one moment.
    ///
    /// @param last the last line's number
    /// @param pruned how many runs were; after one more the numbers of lines may come again
    /// @param loose what nothing refers to
    private record Mark(long last, long pruned, List<String> loose) {}

    Sweep(Writer writer, Readers readers) {
        this.writer = writer;
        this.readers = readers;
    }

    /// @return about how many bytes were given back
    long run() {
        long bytes = 0;
        for (int i = 0; i < ATTEMPTS; i++) {
            Optional<Mark> mark = readers.read(Sweep::mark);
            Optional<Long> removed = mark.isEmpty() ? Optional.of(0L) : removed(mark.get());
            bytes += removed.orElse(0L);
            if (removed.isPresent()) {
                break;
            }
        }
        vacuum();
        return bytes;
    }

    private static Mark mark(Tables tables) throws SQLException {
        Set<String> held = held(tables, 0);
        List<String> loose = tables.sql().list("select hash from blob", row -> Column.hash(row, 1));
        loose.removeIf(held::contains);
        return new Mark(
                tables.sql().number("select max(nr) from journal"),
                tables.sql().number(PRUNED),
                loose);
    }

    private static final String PRUNED = "select count(*) from tip where ended = 2";

    /// What lines from that number on and snapshots kept since refer to.
    private static Set<String> held(Tables tables, long first) throws SQLException {
        var held = new HashSet<String>();
        for (String text : texts(tables, first)) {
            Payload.<SQLException>eachReference(
                    text, hash -> tables.content(hash).orElse("{}"), held::add);
        }
        return held;
    }

    private static List<String> texts(Tables tables, long first) throws SQLException {
        List<String> texts = new ArrayList<>();
        tables.sql()
                .each(
                        "select json from journal where nr >= ? and instr(json, '$blob') > 0",
                        row -> texts.add(Column.text(row, 1)),
                        first);
        tables.sql()
                .each(
                        "select " + Snapshots.COLUMNS + " from snapshot where stamp >= ?",
                        row -> Snapshots.Row.of(row, 1).text().ifPresent(texts::add),
                        first);
        return texts;
    }

    /// Empty when it has to be marked anew.
    private Optional<Long> removed(Mark mark) {
        long bytes = 0;
        for (int from = 0; from < mark.loose().size(); from += REMOVED_AT_ONCE) {
            int to = Math.min(from + REMOVED_AT_ONCE, mark.loose().size());
            List<String> part = mark.loose().subList(from, to);
            Optional<Long> removed =
                    writer.perform(REMOVED_AT_ONCE, tables -> remove(tables, mark, part));
            if (removed.isEmpty()) {
                return Optional.empty();
            }
            bytes += removed.get();
        }
        return Optional.of(bytes);
    }

    private static Optional<Long> remove(Tables tables, Mark mark, List<String> part)
            throws SQLException {
        // What came in with this very batch counts too.
        tables.flush();
        if (tables.sql().number(PRUNED) != mark.pruned()) {
            return Optional.empty();
        }
        Set<String> held = held(tables, mark.last());
        long bytes = 0;
        for (String hash : part) {
            if (!held.contains(hash)) {
                byte[] key = Chain.bytes(hash);
                bytes +=
                        tables.sql()
                                .first(
                                        "select length(body) from blob where hash = ?",
                                        row -> row.getLong(1),
                                        key)
                                .orElse(0L);
                tables.sql().update("delete from blob where hash = ?", key);
            }
        }
        return Optional.of(bytes);
    }

    /// Pages that are empty go back to the file system, some at a time.
    private void vacuum() {
        long free = readers.read(tables -> tables.sql().number("pragma freelist_count")).orElse(0L);
        for (long done = 0; done < free; done += REMOVED_AT_ONCE) {
            boolean _ =
                    writer.perform(
                            REMOVED_AT_ONCE,
                            tables -> {
                                tables.sql()
                                        .run("pragma incremental_vacuum(" + REMOVED_AT_ONCE + ")");
                                return true;
                            });
        }
    }
}
