package dev.lorimer.govern.build;

import java.util.Locale;

/// Reads the packages that Python projects name.
final class PythonFiles {
    private PythonFiles() {}

    static Libraries project(String text) {
        var notes = new Libraries.Notes();
        for (var entry : Toml.entries(text)) {
            var table = entry.table();
            boolean list =
                    (table.equals("project") && entry.key().equals("dependencies"))
                            || table.equals("project.optional-dependencies")
                            || table.equals("dependency-groups")
                            || (table.equals("build-system") && entry.key().equals("requires"))
                            || table.startsWith("tool.pdm.dev-dependencies")
                            || (table.equals("tool.uv") && entry.key().endsWith("dependencies"))
                            || (table.startsWith("tool.hatch.envs")
                                    && entry.key().endsWith("dependencies"));
            boolean keys =
                    (table.startsWith("tool.poetry") && table.endsWith("dependencies"))
                            || table.equals("packages")
                            || table.equals("dev-packages");
            if (list) {
                list(notes, entry);
            } else if (keys && !entry.key().equals("python")) {
                notes.artifact("pypi", normal(entry.key()), "dependency", entry.line());
            }
            if (table.equals("project")
                    && entry.key().equals("dynamic")
                    && entry.value().contains("dependencies")) {
                notes.doubt("\"dynamic\" leaves the dependencies to a build step", entry.line());
            }
        }
        return notes.libraries();
    }

    private static void list(Libraries.Notes notes, Toml.Entry entry) {
        int line = entry.line();
        for (var part : entry.value().split("\n", -1)) {
            for (var text : Toml.texts(part)) {
                requirement(notes, text, line);
            }
            line++;
        }
    }

    static Libraries requirements(String text) {
        var notes = new Libraries.Notes();
        int number = 0;
        for (var raw : text.lines().toList()) {
            number++;
            int comment = raw.startsWith("#") ? 0 : raw.indexOf(" #");
            var line = (comment < 0 ? raw : raw.substring(0, comment)).strip();
            boolean named = line.startsWith("-e") || line.startsWith("--editable");
            if (named) {
                line =
                        line.substring(
                                        line.indexOf(line.startsWith("-e") ? "-e" : "--editable")
                                                + (line.startsWith("-e") ? 2 : 10))
                                .strip();
            }
            // Other options point to indexes and other files, which are read by themselves.
            if (!line.isEmpty() && !line.startsWith("-")) {
                requirement(notes, line, number);
            }
        }
        return notes.libraries();
    }

    /// `name[extra] >= 1 ; marker`, `name @ address`, an address with `#egg=name`, or a path.
    private static void requirement(Libraries.Notes notes, String text, int line) {
        int egg = text.indexOf("#egg=");
        if (egg >= 0) {
            notes.artifact("pypi", normal(name(text.substring(egg + 5))), "dependency", line);
            return;
        }
        var name = name(text);
        var rest = text.substring(Math.min(text.length(), name.length())).strip();
        boolean address =
                rest.startsWith("://")
                        || rest.startsWith("+")
                        || rest.startsWith("/")
                        || name.isEmpty();
        if (text.startsWith(".") || text.startsWith("/")) {
            return;
        }
        if (address) {
            notes.doubt("\"%s\" does not say which package it is".formatted(text), line);
        } else {
            notes.artifact("pypi", normal(name), "dependency", line);
        }
    }

    private static String name(String text) {
        int end = 0;
        while (end < text.length()
                && (Character.isLetterOrDigit(text.charAt(end))
                        || "._-".indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        return text.substring(0, end);
    }

    static Libraries lock(String text) {
        var notes = new Libraries.Notes();
        for (var entry : Toml.entries(text)) {
            if (entry.table().equals("package")
                    && entry.key().equals("name")
                    && !entry.texts().isEmpty()) {
                notes.artifact("pypi", normal(entry.texts().getFirst()), "locked", entry.line());
            }
        }
        return notes.libraries();
    }

    /// As the package index compares names (PEP 503).
    private static String normal(String name) {
        var normal = new StringBuilder();
        for (char letter : name.toLowerCase(Locale.ROOT).toCharArray()) {
            boolean mark = letter == '_' || letter == '.' || letter == '-';
            if (!mark || normal.isEmpty() || normal.charAt(normal.length() - 1) != '-') {
                normal.append(mark ? '-' : letter);
            }
        }
        return normal.toString();
    }
}
