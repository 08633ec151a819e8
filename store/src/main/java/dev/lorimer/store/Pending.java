package dev.lorimer.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Rows of one table that wait to be inserted together, in order. One statement for 32 rows costs
/// little more than one for a single row.
final class Pending {
    /// More gain nothing; and SQLite takes 32,766 values a statement.
    private static final int ROWS = 32;

    private final String one;
    private final String many;
    private final List<Object[]> rows = new ArrayList<>();

    /// @param insert up to the word `values`
    /// @param columns how many values a row has
    /// @param end what follows the rows
    Pending(String insert, int columns, String end) {
        String row = "(" + "?, ".repeat(columns - 1) + "?)";
        this.one = insert + " values " + row + end;
        this.many = insert + " values " + (row + ", ").repeat(ROWS - 1) + row + end;
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

    void insert(Sql sql) throws SQLException {
        int next = 0;
        while (rows.size() - next >= ROWS) {
            sql.updateRows(many, rows.subList(next, next + ROWS));
            next += ROWS;
        }
        for (Object[] row : rows.subList(next, rows.size())) {
            sql.update(one, row);
        }
        rows.clear();
    }
}
