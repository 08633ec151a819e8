package dev.lorimer.govern.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A pattern over dotted names, of packages or of types: `*` is one name or a part of one, `..` any
/// number of names, also none. `com.acme` is that package alone; `com.acme..` is it and all below;
/// `..internal..` is every package with that name in it; `com.acme.*.domain` has exactly one name
/// in the middle.
public final class NamePattern {
    /// Stands for `..` among the parts; no part of a name is empty otherwise.
    private static final String ANY = "";

    private final String text;
    private final List<String> parts;

    private NamePattern(String text, List<String> parts) {
        this.text = text;
        this.parts = parts;
    }

    /// Reads a pattern.
    ///
    /// @throws IllegalArgumentException with what is wrong with it and what would be right
    public static NamePattern of(String text) {
        var parts = new ArrayList<String>();
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith("..", at)) {
                parts.add(ANY);
                at += 2;
            } else {
                int end = nameEnd(text, at);
                parts.add(checked(text, text.substring(at, end)));
                boolean dot = end < text.length() && !text.startsWith("..", end);
                at = dot ? end + 1 : end;
                if (dot && at == text.length()) {
                    throw wrong(text, "ends with a dot; write .. for everything below");
                }
            }
        }
        if (parts.isEmpty()) {
            throw wrong(text, "is empty; write .. for every package");
        }
        return new NamePattern(text, List.copyOf(parts));
    }

    public boolean matches(String name) {
        return matches(name.isEmpty() ? List.of() : List.of(name.split("\\.", -1)));
    }

    /// Whether a name of these parts matches.
    public boolean matches(List<String> names) {
        int part = 0;
        int name = 0;
        int anyPart = -1;
        int anyName = 0;
        // The last .. seen may take one name more whenever what follows it does not fit.
        while (name < names.size()) {
            if (part < parts.size() && parts.get(part).equals(ANY)) {
                anyPart = part++;
                anyName = name;
            } else if (part < parts.size() && Star.matches(parts.get(part), names.get(name))) {
                part++;
                name++;
            } else if (anyPart >= 0) {
                part = anyPart + 1;
                name = ++anyName;
            } else {
                return false;
            }
        }
        while (part < parts.size() && parts.get(part).equals(ANY)) {
            part++;
        }
        return part == parts.size();
    }

    /// A name that matches, as short as can be.
    public String sample() {
        return parts.stream()
                .filter(part -> !part.equals(ANY))
                .map(part -> part.replace("*", "x"))
                .collect(Collectors.joining("."));
    }

    /// The longest name without a star, which a text must hold to name anything that matches; empty
    /// when there is none.
    public String longestName() {
        var longest = "";
        for (var part : parts) {
            longest = part.indexOf('*') < 0 && part.length() > longest.length() ? part : longest;
        }
        return longest;
    }

    /// All names but the last, with dots between; empty when there is a pattern among them.
    public String packageName() {
        var names = parts.subList(0, parts.size() - 1);
        boolean plain =
                names.stream().noneMatch(name -> name.equals(ANY) || name.indexOf('*') >= 0);
        return plain ? String.join(".", names) : "";
    }

    /// The last name, when it is a plain one: a type's simple name.
    public String lastName() {
        var last = parts.getLast();
        return last.indexOf('*') < 0 ? last : "";
    }

    /// The pattern as it was written.
    @Override
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NamePattern pattern && pattern.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    private static int nameEnd(String text, int from) {
        int end = text.indexOf('.', from);
        return end < 0 ? text.length() : end;
    }

    private static String checked(String text, String name) {
        if (name.isEmpty()) {
            throw wrong(text, "starts with a dot; write .. for everything before");
        }
        if (name.contains("**")) {
            throw wrong(text, "holds **; write .. for any number of packages, * for one");
        }
        if (!name.chars()
                .allMatch(c -> "*-@".indexOf(c) >= 0 || Character.isJavaIdentifierPart(c))) {
            throw wrong(text, "is no dotted name; write it as com.acme..domain");
        }
        return name;
    }

    private static IllegalArgumentException wrong(String text, String why) {
        return new IllegalArgumentException("pattern \"%s\" %s".formatted(text, why));
    }
}
