package dev.lorimer.govern.build;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Reads the libraries that a Gradle script names, in Groovy or Kotlin, without running it: texts
/// of the form `group:name:version`, `group: "…", name: "…"`, names of a version catalogue. What a
/// dependency block says in any other way is a doubt. Takes time linear in the text.
final class GradleFile {
    /// What stands in a dependency block and names no library from outside.
    private static final Set<String> INSIDE =
            Set.of(
                    "project",
                    "projects",
                    "files",
                    "fileTree",
                    "gradleApi",
                    "localGroovy",
                    "gradleTestKit",
                    "sourceSets",
                    "testFixtures",
                    "constraints",
                    "components",
                    "modules",
                    "if",
                    "else",
                    "for",
                    "exclude",
                    "because",
                    "version",
                    "transitive",
                    "attributes",
                    "capabilities",
                    "this",
                    "it");

    private final String path;
    private final Function<String, Optional<String>> other;
    private final Libraries.Notes notes = new Libraries.Notes();
    private final Map<String, String> values = new HashMap<>();
    private Optional<Map<String, Catalogue>> catalogues = Optional.empty();

    GradleFile(String path, Function<String, Optional<String>> other) {
        this.path = path;
        this.other = other;
    }

    Libraries read(String text) {
        properties();
        var lines = withoutComments(text).lines().toList();
        lines.forEach(this::value);
        int depth = 0;
        int block = -1;
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            boolean opens = line.strip().matches("(.*[\\s.])?dependencies\\s*\\{.*");
            if (opens && block < 0) {
                block = depth;
            }
            line(line, i + 1, block >= 0 && !opens);
            depth += braces(line);
            if (block >= 0 && depth <= block) {
                block = -1;
            }
        }
        return notes.libraries();
    }

    private void line(String line, int number, boolean block) {
        int before = notes.libraries().artifacts().size();
        for (var text : texts(line)) {
            coordinates(text, number);
        }
        var group = named(line, "group");
        var name = named(line, "name");
        if (!group.isEmpty() && !name.isEmpty()) {
            notes.artifact(filled(group), filled(name), "dependency", number);
        }
        boolean accessor = accessors(line, number);
        kotlin(line, number);
        plugin(line, number);
        boolean found = accessor || notes.libraries().artifacts().size() > before;
        if (block && !found) {
            undecided(line.strip(), number);
        }
    }

    /// A configuration with something that is neither text nor a known name.
    private void undecided(String line, int number) {
        int end = 0;
        while (end < line.length() && Character.isJavaIdentifierPart(line.charAt(end))) {
            end++;
        }
        var configuration = line.substring(0, end);
        var rest = line.substring(end).replaceFirst("^[\\s(]+", "");
        int word = 0;
        while (word < rest.length() && Character.isJavaIdentifierPart(rest.charAt(word))) {
            word++;
        }
        boolean call =
                end > 0
                        && end < line.length()
                        && (line.charAt(end) == '(' || line.charAt(end) == ' ');
        var argument = rest.substring(0, word);
        boolean platform = Set.of("platform", "enforcedPlatform").contains(argument);
        if (call
                && word > 0
                && !INSIDE.contains(configuration)
                && !INSIDE.contains(argument)
                && (platform || !rest.substring(word).stripLeading().startsWith("{"))
                && !rest.startsWith("=")) {
            var value = values.get(argument);
            if (value != null) {
                coordinates(value, number);
            } else {
                notes.doubt("\"%s\" does not say which library it is".formatted(line), number);
            }
        }
    }

    private void coordinates(String text, int line) {
        var filled = filled(text);
        var parts = filled.split(":", -1);
        boolean form =
                parts.length >= 2
                        && parts.length <= 4
                        && filled.chars()
                                .noneMatch(c -> Character.isWhitespace(c) || c == '/' || c == '\\')
                        && !parts[0].isEmpty()
                        && !parts[1].isEmpty();
        if (form) {
            notes.artifact(parts[0], parts[1], "dependency", line);
        }
    }

    /// `libs.some.name`, wherever it stands.
    private boolean accessors(String line, int number) {
        boolean any = false;
        for (var catalogue : catalogues().entrySet()) {
            int at = line.indexOf(catalogue.getKey() + ".");
            while (at >= 0) {
                int end = at;
                while (end < line.length()
                        && (Character.isJavaIdentifierPart(line.charAt(end))
                                || line.charAt(end) == '.')) {
                    end++;
                }
                boolean start =
                        at == 0
                                || (!Character.isJavaIdentifierPart(line.charAt(at - 1))
                                        && line.charAt(at - 1) != '.');
                var name = line.substring(Math.min(end, at + catalogue.getKey().length() + 1), end);
                if (start && !name.startsWith("versions.")) {
                    any = true;
                    accessor(catalogue.getValue(), name, number);
                }
                at = line.indexOf(catalogue.getKey() + ".", end);
            }
        }
        return any;
    }

    private void accessor(Catalogue catalogue, String name, int number) {
        var plain = name.replaceFirst("\\.(get|asProvider)$", "");
        var modules = catalogue.modules(plain);
        if (modules.isEmpty()) {
            notes.doubt("\"%s\" is no name of the version catalogue".formatted(name), number);
            return;
        }
        for (var module : modules.get()) {
            int colon = module.indexOf(':');
            notes.artifact(
                    module.substring(0, colon), module.substring(colon + 1), "dependency", number);
        }
    }

    /// `kotlin("stdlib")` is short for a module of Kotlin's own.
    private void kotlin(String line, int number) {
        int at = line.indexOf("kotlin(\"");
        if (at >= 0) {
            var name = line.substring(at + 8).split("\"", -1)[0];
            notes.artifact("org.jetbrains.kotlin", "kotlin-" + name, "dependency", number);
        }
    }

    private void plugin(String line, int number) {
        var stripped = line.strip();
        if (stripped.startsWith("id(") || stripped.startsWith("id ")) {
            var texts = texts(line);
            if (!texts.isEmpty()) {
                notes.artifact(
                        texts.getFirst(), texts.getFirst() + ".gradle.plugin", "plugin", number);
            }
        }
    }

    /// `group: "x"` in Groovy, `group = "x"` in Kotlin.
    private static String named(String line, String name) {
        for (int at = line.indexOf(name); at >= 0; at = line.indexOf(name, at + 1)) {
            var rest = line.substring(at + name.length()).stripLeading();
            boolean start = at == 0 || !Character.isJavaIdentifierPart(line.charAt(at - 1));
            if (start && (rest.startsWith(":") || rest.startsWith("="))) {
                var texts = texts(rest);
                return texts.isEmpty() ? String.valueOf(Libraries.UNKNOWN) : texts.getFirst();
            }
        }
        return "";
    }

    /// The text with the values of its variables; what has none becomes [Libraries#UNKNOWN].
    private String filled(String text) {
        var out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            if (text.charAt(at) != '$') {
                out.append(text.charAt(at++));
                continue;
            }
            boolean braces = text.startsWith("${", at);
            int start = at + (braces ? 2 : 1);
            int end = start;
            while (end < text.length()
                    && (braces
                            ? text.charAt(end) != '}'
                            : Character.isJavaIdentifierPart(text.charAt(end)))) {
                end++;
            }
            var name = text.substring(start, end).replaceFirst("^(project|rootProject|ext)\\.", "");
            out.append(values.getOrDefault(name, String.valueOf(Libraries.UNKNOWN)));
            at = Math.max(start, end + (braces ? 1 : 0));
        }
        return out.toString();
    }

    /// `def x = "…"`, `val x = "…"`, `ext.x = "…"`, `x = "…"`.
    private void value(String line) {
        int equals = line.indexOf('=');
        if (equals <= 0) {
            return;
        }
        var words = line.substring(0, equals).strip().split("[\\s.:]+", -1);
        var right = line.substring(equals + 1).strip();
        var texts = texts(right);
        if (texts.size() == 1 && (right.startsWith("\"") || right.startsWith("'"))) {
            values.putIfAbsent(
                    words[
                            words[words.length - 1].equals("String") && words.length > 1
                                    ? words.length - 2
                                    : words.length - 1],
                    texts.getFirst());
        }
    }

    private void properties() {
        for (var folder : List.of(folder(), "")) {
            other.apply(folder + "gradle.properties")
                    .ifPresent(text ->
                            text.lines()
                                    .forEach(line -> {
                                        int equals = line.indexOf('=');
                                        if (equals > 0 && !line.startsWith("#")) {
                                            values.putIfAbsent(
                                                    line.substring(0, equals).strip(),
                                                    line.substring(equals + 1).strip());
                                        }
                                    }));
        }
    }

    private String folder() {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    /// The catalogue is the root's; the build's root is the nearest folder above that has one.
    private Map<String, Catalogue> catalogues() {
        if (catalogues.isEmpty()) {
            var found = new HashMap<String, Catalogue>();
            var folder = folder();
            while (true) {
                other.apply(folder + "gradle/libs.versions.toml")
                        .ifPresent(text -> found.putIfAbsent("libs", Catalogue.of(text)));
                if (folder.isEmpty()) {
                    break;
                }
                folder = folder.substring(0, folder.lastIndexOf('/', folder.length() - 2) + 1);
            }
            catalogues = Optional.of(found);
        }
        return catalogues.get();
    }

    private static int braces(String line) {
        int depth = 0;
        for (int i = 0; i < line.length(); i++) {
            char letter = line.charAt(i);
            depth += letter == '{' ? 1 : letter == '}' ? -1 : 0;
        }
        return depth;
    }

    private static List<String> texts(String line) {
        return new ArrayList<>(Toml.texts(line));
    }

    /// Blanks for comments; line ends stay.
    private static String withoutComments(String text) {
        var out = new StringBuilder(text.length());
        char quote = 0;
        for (int at = 0; at < text.length(); at++) {
            char letter = text.charAt(at);
            if (quote != 0) {
                quote = letter == quote || letter == '\n' ? 0 : quote;
                out.append(letter);
            } else if (text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = (end < 0 ? text.length() : end) - 1;
            } else if (text.startsWith("/*", at)) {
                int end = text.indexOf("*/", at + 2);
                int stop = end < 0 ? text.length() : end + 2;
                text.substring(at, stop)
                        .chars()
                        .filter(c -> c == '\n')
                        .forEach(_ -> out.append('\n'));
                at = stop - 1;
            } else {
                quote = letter == '"' || letter == '\'' ? letter : 0;
                out.append(letter);
            }
        }
        return out.toString();
    }
}
