package dev.lorimer.govern.source;

import dev.lorimer.govern.decision.Language;
import dev.lorimer.govern.source.ImportScan.Head;
import dev.lorimer.govern.source.ImportScan.Import;
import java.util.ArrayList;
import java.util.List;

/// Reads imports from Python, JavaScript, TypeScript and Go that nobody has parsed. Takes time
/// linear in the text, and rather sees an import too much, in a comment or a text over several
/// lines, than one too few.
final class LineImports {
    /// An import over more lines than this is no import.
    private static final int LINES_MAX = 1_000;

    private final Modules modules;
    private final List<String> lines;
    private final List<Import> imports = new ArrayList<>();

    private LineImports(Modules modules, List<String> lines) {
        this.modules = modules;
        this.lines = lines;
    }

    static Head of(Language language, String path, String text) {
        var scan = new LineImports(new Modules(path), text.lines().toList());
        switch (language) {
            case PYTHON -> scan.python();
            case GO -> scan.quoted(List.of("import", "\"", "_ \"", ". \"", "`"));
            default -> scan.quoted(List.of("from", "import", "require", "export"));
        }
        return new Head(Folders.packageOf(path), List.copyOf(scan.imports));
    }

    private void python() {
        for (int i = 0; i < lines.size(); i++) {
            // A statement may follow another one behind a colon or a semicolon.
            for (var part : lines.get(i).split("[;:]", -1)) {
                var line = part.strip();
                if (line.startsWith("import ") || line.startsWith("import\t")) {
                    for (var one : line.substring(7).split(",", -1)) {
                        add(modules.python(one.strip().split("\\s", -1)[0]), false, i + 1);
                    }
                } else if (line.startsWith("from ") || line.startsWith("from\t")) {
                    fromImport(line.substring(5).strip(), i);
                }
            }
        }
    }

    /// `from a.b import c as d, e`, the names perhaps in brackets over several lines.
    private void fromImport(String line, int at) {
        int space = line.indexOf("import");
        if (space <= 0) {
            return;
        }
        var module = modules.python(line.substring(0, space).strip());
        var names = new StringBuilder(line.substring(space + 6));
        int next = at + 1;
        while (((names.indexOf("(") >= 0 && names.indexOf(")") < 0)
                        || names.toString().endsWith("\\"))
                && next < Math.min(lines.size(), at + LINES_MAX)) {
            names.append(' ').append(lines.get(next).replaceFirst("#.*", ""));
            next++;
        }
        for (var name : names.toString().split("[,()\\\\]", -1)) {
            var first = name.strip().split("\\s", -1)[0];
            if (first.equals("*")) {
                add(module, true, at + 1);
            } else if (!first.isEmpty()) {
                var parts = new ArrayList<>(module);
                parts.add(first);
                add(parts, false, at + 1);
            }
        }
    }

    /// Every quoted text on a line that one of the words stands on; in Go an import block holds
    /// nothing but quoted texts.
    private void quoted(List<String> words) {
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            if (words.stream().anyMatch(line::contains)) {
                int at = 0;
                while (at < line.length()) {
                    char quote = line.charAt(at);
                    int end = "\"'`".indexOf(quote) < 0 ? -1 : line.indexOf(quote, at + 1);
                    if (end > at + 1) {
                        module(line.substring(at + 1, end), i + 1);
                    }
                    at = end > at ? end + 1 : at + 1;
                }
            }
        }
    }

    private void module(String name, int line) {
        // A module's name holds no blanks; whatever else is quoted on such a line is none.
        if (name.chars().noneMatch(c -> Character.isWhitespace(c) || c == '\\' || c == '$')) {
            add(modules.path(name), true, line);
        }
    }

    private void add(List<String> parts, boolean all, int line) {
        var named = parts.stream().filter(part -> !part.isEmpty()).toList();
        if (!named.isEmpty()) {
            imports.add(new Import(named, all, line));
        }
    }
}
