package dev.lorimer.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Rows of one table that wait to be written together, in order. One statement for many rows costs
/// a fraction of one for each.
final class Pending {
    /// Rows a statement, the most first. More gain nothing, and SQLite takes 32,766 values.
    private static final int[] SIZES = {64, 16, 4, 1};

    private final Form form;
    private final List<Object[]> rows = new ArrayList<>();

    /// What the statements look like.
    ///
    /// @param statements by the sizes above
    record Form(List<String> statements) {
        /// @param head up to the word `values`
        /// @param row with the places of its values
        /// @param end what follows the rows
        Form(String head, String row, String end) {
            this(statements(head, row, end));
        }

        private static List<String> statements(String head, String row, String end) {
            var statements = new ArrayList<String>();
            for (int size : SIZES) {
                statements.add(head + " values " + (row + ", ").repeat(size - 1) + row + end);
            }
            return List.copyOf(statements);
        }
    }

    Pending(Form form) {
        this.form = form;
    }

    void add(Object... row) {
        rows.add(row);
    }

    int size() {
        return rows.size();
    }

    void clear() {
        rows.clear();
    }

    /// @return how many rows of the table it changed
    int write(Sql sql) throws SQLException {
        int changed = 0;
        int next = 0;
        for (int i = 0; i < SIZES.length; i++) {
            int size = SIZES[i];
            while (rows.size() - next >= size) {
                changed +=
                        sql.updateRows(form.statements().get(i), rows.subList(next, next + size));
                next += size;
            }
        }
        rows.clear();
        return changed;
    }
}
