package dev.lorimer.govern.kind;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Finds the tables that SQL text names, by its words: after `from`, `join`, `into`, `update`,
/// `table`, `references`. Comments, strings, functions and names that `with` makes up are left out.
final class SqlTables {
    private static final Pattern STATEMENT =
            Pattern.compile(
                    "(?is)^[\\s(]*(?:select|insert|update|delete|with|merge|create|alter|drop|truncate|replace)\\s");
    private static final Set<String> BEFORE_TABLE =
            Set.of("from", "join", "into", "update", "table", "references", "truncate");
    private static final Set<String> FILLERS =
            Set.of("if", "not", "exists", "only", "lateral", "ignore", "low_priority", "table");
    private static final Set<String> NO_TABLE =
            Set.of("select", "set", "values", "dual", "where", "unnest", "outfile", "strict");
    private static final Set<String> FROM_FUNCTIONS =
            Set.of("extract", "substring", "trim", "overlay", "position");
    private static final Set<String> NO_UPDATE =
            Set.of("on", "for", "do", "then", "before", "after");
    private static final List<String> SYSTEM =
            List.of("information_schema.", "pg_catalog.", "sys.", "pg_", "sqlite_");

    private final List<Word> words = new ArrayList<>();
    private final List<Table> found = new ArrayList<>();
    private final Set<String> made = new HashSet<>();

    private SqlTables() {}

    /// @param name in lower case, without its schema
    record Table(String name, int line) {}

    private record Word(String text, int line, boolean symbol) {}

    static boolean isStatement(String text) {
        return STATEMENT.matcher(text).find();
    }

    /// The tables that the text names, lines counted from 1.
    static List<Table> in(String sql) {
        var reading = new SqlTables();
        reading.split(sql);
        reading.read();
        return reading.found.stream()
                .filter(table -> !reading.made.contains(table.name()))
                .toList();
    }

    private void split(String sql) {
        int line = 1;
        int at = 0;
        while (at < sql.length()) {
            char letter = sql.charAt(at);
            int end = end(sql, at);
            var text = sql.substring(at, end);
            if (isName(letter)) {
                words.add(new Word(text, line, false));
            } else if (letter == '"' || letter == '`' || letter == '[') {
                words.add(new Word(unquoted(text), line, false));
            } else if ("(),.;".indexOf(letter) >= 0) {
                words.add(new Word(text, line, true));
            } else if (!Character.isWhitespace(letter) && !isComment(sql, at)) {
                words.add(new Word("?", line, true));
            }
            line += (int) text.chars().filter(c -> c == '\n').count();
            at = end;
        }
    }

    private static String unquoted(String text) {
        return text.length() > 1 ? text.substring(1, text.length() - 1) : "";
    }

    private static boolean isName(char letter) {
        return Character.isLetterOrDigit(letter) || letter == '_' || letter == '$';
    }

    private static boolean isComment(String sql, int at) {
        return sql.startsWith("--", at) || sql.startsWith("/*", at);
    }

    private static int end(String sql, int at) {
        char letter = sql.charAt(at);
        if (isName(letter)) {
            int end = at;
            while (end < sql.length() && isName(sql.charAt(end))) {
                end++;
            }
            return end;
        }
        if (sql.startsWith("--", at)) {
            return until(sql, "\n", at);
        }
        if (sql.startsWith("/*", at)) {
            return until(sql, "*/", at + 2);
        }
        return switch (letter) {
            case '\'' -> until(sql, "'", at + 1);
            case '"' -> until(sql, "\"", at + 1);
            case '`' -> until(sql, "`", at + 1);
            case '[' -> until(sql, "]", at + 1);
            default -> at + 1;
        };
    }

    private static int until(String sql, String mark, int from) {
        int end = sql.indexOf(mark, from);
        return end < 0 ? sql.length() : end + mark.length();
    }

    private void read() {
        for (int i = 0; i < words.size(); i++) {
            var word = word(i);
            if (word.equals("with") || (word.equals(",") && made.size() > 0)) {
                int name = word(i + 1).equals("recursive") ? i + 2 : i + 1;
                if (word(name + 1).equals("as") && word(name + 2).equals("(")) {
                    made.add(word(name));
                }
            }
            boolean updates = word.equals("update") && NO_UPDATE.contains(word(i - 1));
            if (BEFORE_TABLE.contains(word)
                    && !words.get(i).symbol()
                    && !updates
                    && !isFunctional(i)) {
                names(word, i + 1);
            }
        }
    }

    /// `extract(year from day)` and `is distinct from` name no table.
    private boolean isFunctional(int at) {
        if (!word(at).equals("from")) {
            return false;
        }
        int depth = 0;
        for (int i = at - 1; i > 0; i--) {
            depth += word(i).equals(")") ? 1 : word(i).equals("(") ? -1 : 0;
            if (depth < 0) {
                return FROM_FUNCTIONS.contains(word(i - 1));
            }
        }
        return word(at - 1).equals("distinct") && List.of("is", "not").contains(word(at - 2));
    }

    /// One name after the word; after `from`, as many as commas separate.
    private void names(String after, int start) {
        int at = start;
        while (FILLERS.contains(word(at))) {
            at++;
        }
        int end = at + 1;
        while (word(end).equals(".")) {
            end += 2;
        }
        if (at >= words.size() || words.get(at).symbol() || NO_TABLE.contains(word(at))) {
            return;
        }
        boolean reads = after.equals("from") || after.equals("join");
        if (!(reads && word(end).equals("("))) {
            add(at, Math.min(end, words.size()));
        }
        if (after.equals("from")) {
            int next = word(end).equals("as") ? end + 2 : end;
            next = next == end && isAlias(end) ? end + 1 : next;
            if (word(next).equals(",")) {
                names(after, next + 1);
            }
        }
    }

    private boolean isAlias(int at) {
        return at < words.size()
                && !words.get(at).symbol()
                && !BEFORE_TABLE.contains(word(at))
                && !NO_TABLE.contains(word(at));
    }

    private void add(int from, int to) {
        var whole = new StringBuilder();
        for (int i = from; i < to; i++) {
            whole.append(word(i));
        }
        if (SYSTEM.stream().noneMatch(whole.toString()::startsWith)) {
            found.add(new Table(word(to - 1), words.get(from).line()));
        }
    }

    private String word(int at) {
        return at >= 0 && at < words.size() ? words.get(at).text().toLowerCase(Locale.ROOT) : "";
    }
}
