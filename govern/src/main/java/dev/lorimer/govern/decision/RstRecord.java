package dev.lorimer.govern.decision;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.lorimer.govern.decision.MarkdownRecord.Fence;
import dev.lorimer.govern.decision.MarkdownRecord.Line;
import dev.lorimer.govern.decision.MarkdownRecord.Section;
import java.util.ArrayList;
import java.util.List;

/// Takes a reStructuredText record apart into the same pieces as a Markdown one: headings by their
/// underlines, prose without its marks, and literal blocks that are marked as constraints.
///
/// A constraint is the indented block under `.. constraint::`, under `.. code-block:: constraint`
/// (also `code`, `sourcecode`), or under a paragraph that ends with `constraint::`.
final class RstRecord {
    private static final Pattern DIRECTIVE =
            Pattern.compile("^\\.\\.\\s+([A-Za-z][A-Za-z-]*)::\\s*(\\S*)\\s*$");
    private static final Pattern LITERAL = Pattern.compile("(?i)^(?:.*\\s)?(constraint|waiver)::$");
    private static final Pattern FIELD = Pattern.compile("^:([A-Za-z][A-Za-z -]{0,40}):\\s*(.*)$");
    private static final Pattern BORDER = Pattern.compile("^\\+[-=+]+\\+$");
    private static final Pattern LINK = Pattern.compile("`([^`<]*?)\\s*(?:<([^>`]*)>)?`_{1,2}");
    private static final Pattern ROLE = Pattern.compile(":[a-z]+:`([^`<]*?)\\s*(?:<[^>`]*>)?`");
    private static final Pattern MARKS = Pattern.compile("\\*\\*|``|\\|(?:\\s*$)?");
    private static final List<String> CODE = List.of("code-block", "code", "sourcecode");

    private final List<String> lines;
    private final List<Section> sections = new ArrayList<>(List.of(Section.at("", 0, 1)));
    private final List<Fence> fences = new ArrayList<>();
    private final List<String> adornments = new ArrayList<>();
    private int at;

    private RstRecord(List<String> lines) {
        this.lines = lines;
    }

    static MarkdownRecord read(String text) {
        var record = new RstRecord(Lines.of(text.startsWith("\uFEFF") ? text.substring(1) : text));
        while (record.at < record.lines.size()) {
            record.step();
        }
        return new MarkdownRecord(
                List.of(), List.copyOf(record.sections), List.copyOf(record.fences));
    }

    private void step() {
        var line = line(at);
        Matcher directive = DIRECTIVE.matcher(line);
        if (isOverlined()) {
            heading(line(at + 1), "over" + line.charAt(0), at + 2);
            at += 3;
        } else if (isUnderlined()) {
            heading(line, String.valueOf(line(at + 1).charAt(0)), at + 1);
            at += 2;
        } else if (directive.find()) {
            directive(directive.group(1), directive.group(2));
        } else if (LITERAL.matches(line.strip())) {
            Matcher literal = LITERAL.matcher(line.strip());
            literal.find();
            block(literal.group(1).toLowerCase(java.util.Locale.ROOT));
        } else if (line.stripTrailing().endsWith("::") && !line.startsWith("..")) {
            prose(line, line.substring(0, line.stripTrailing().length() - 1));
            skipBlock();
        } else {
            prose(line, line);
            at++;
        }
    }

    private boolean isOverlined() {
        return isAdornment(line(at))
                && at + 2 < lines.size()
                && !line(at + 1).isBlank()
                && isAdornment(line(at + 2))
                && line(at).charAt(0) == line(at + 2).charAt(0);
    }

    private boolean isUnderlined() {
        var text = line(at);
        return !text.isBlank()
                && !Character.isWhitespace(text.charAt(0))
                && isAdornment(line(at + 1))
                && (at == 0 || line(at - 1).isBlank() || line(at - 1).startsWith(".. "));
    }

    private static boolean isAdornment(String line) {
        var bare = line.stripTrailing();
        return bare.length() >= 3
                && "=-~^\"'`#*+.:_<>".indexOf(bare.charAt(0)) >= 0
                && bare.chars().allMatch(c -> c == bare.charAt(0));
    }

    /// The order in which underlines appear says which is above which.
    private void heading(String text, String adornment, int number) {
        if (!adornments.contains(adornment)) {
            adornments.add(adornment);
        }
        int level = Math.min(6, adornments.indexOf(adornment) + 1);
        sections.add(Section.at(plain(text), level, number));
    }

    private void directive(String name, String argument) {
        if (List.of("constraint", "waiver").contains(name)) {
            block(name);
        } else if (CODE.contains(name)) {
            block(argument);
        } else if (List.of("list-table", "csv-table", "table").contains(name)) {
            at++;
        } else {
            skipBlock();
        }
    }

    /// The indented lines below, which become a fenced block with these words of information.
    private void block(String info) {
        int first = at + 1;
        while (first < lines.size()
                && (line(first).isBlank() || line(first).strip().startsWith(":"))) {
            first++;
        }
        int end = first;
        int indent = Integer.MAX_VALUE;
        while (end < lines.size() && (line(end).isBlank() || indent(line(end)) > 0)) {
            indent = line(end).isBlank() ? indent : Math.min(indent, indent(line(end)));
            end++;
        }
        var text = new StringBuilder();
        for (int i = first; i < end; i++) {
            text.append(line(i).isBlank() ? "" : line(i).substring(indent)).append('\n');
        }
        fences.add(new Fence(info, text.toString().stripTrailing() + "\n", first + 1));
        at = Math.max(end, at + 1);
    }

    private void skipBlock() {
        at++;
        while (at < lines.size() && (line(at).isBlank() || indent(line(at)) > 0)) {
            at++;
        }
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }

    private void prose(String written, String text) {
        var bare = text.strip();
        if (bare.isEmpty() || BORDER.matches(bare) || bare.startsWith(".. ") || isAdornment(bare)) {
            return;
        }
        boolean item = bare.startsWith("* ") || bare.startsWith("- ");
        boolean first = item || at == 0 || line(at - 1).isBlank();
        var unmarked = item ? bare.substring(2).strip() : bare;
        Matcher field = FIELD.matcher(unmarked);
        var said = field.find() ? field.group(1) + ": " + field.group(2) : cell(written, unmarked);
        sections.getLast().lines().add(new Line(plain(said), at + 1, first));
    }

    /// Rows of grid tables look like those of Markdown; the rows of a list table have one cell a
    /// line, the second of which says what the first asks.
    private String cell(String written, String unmarked) {
        if (unmarked.startsWith("|")) {
            return unmarked;
        }
        boolean asks =
                written.strip().startsWith("* - ")
                        && unmarked.replace("-", "")
                                .replace("*", "")
                                .strip()
                                .equalsIgnoreCase("status");
        return asks && at + 1 < lines.size() && line(at + 1).strip().startsWith("- ")
                ? "Status: " + line(at + 1).strip().substring(2)
                : unmarked;
    }

    private static String plain(String text) {
        if (text.startsWith("|")) {
            return text.replace("**", "").replace("``", "").strip();
        }
        var links = LINK.matcher(text).replaceAll("$1");
        var roles = ROLE.matcher(links).replaceAll("$1");
        return Lines.joined(MARKS.matcher(roles).replaceAll(""));
    }

    private String line(int index) {
        return index >= 0 && index < lines.size() ? lines.get(index) : "";
    }
}
