package dev.lorimer.govern.kind;

import dev.lorimer.govern.tree.PathGlob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Who owns which files, from the file `CODEOWNERS` of one tree. The last line that matches counts.
/// A line that can't be read owns nothing.
final class Owners {
    private static final List<String> FILES =
            List.of(".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS");

    private final List<Line> lines = new ArrayList<>();

    private record Line(List<PathGlob> globs, String owners) {}

    /// @param side the tree before a change: whoever makes it can't give files away in it
    static Owners of(Side side) {
        var owners = new Owners();
        FILES.stream()
                .filter(side.tree()::isFile)
                .findFirst()
                .flatMap(side::text)
                .ifPresent(text -> text.lines().forEach(owners::add));
        return owners;
    }

    /// The owners of a path, as written; empty when it has none.
    String of(String path) {
        for (var line : lines.reversed()) {
            if (line.globs().stream().anyMatch(glob -> glob.matches(path))) {
                return line.owners();
            }
        }
        return "";
    }

    private void add(String text) {
        int comment = text.indexOf(" #");
        var bare = (comment < 0 ? text : text.substring(0, comment)).strip();
        if (bare.isEmpty()
                || bare.startsWith("#")
                || bare.startsWith("[")
                || bare.startsWith("^[")) {
            return;
        }
        var words = List.of(bare.split("\\s+"));
        var globs = globs(words.getFirst()).stream().flatMap(one -> glob(one).stream()).toList();
        lines.add(new Line(globs, String.join(" ", words.subList(1, words.size()))));
    }

    /// As in `.gitignore`: a slash at the start or within ties the pattern to the root; a name
    /// alone stands for a file or a folder anywhere; a folder stands for everything in it.
    private static List<String> globs(String pattern) {
        var bare = pattern.startsWith("/") ? pattern.substring(1) : pattern;
        boolean folder = bare.endsWith("/");
        var name = folder ? bare.substring(0, bare.length() - 1) : bare;
        boolean anchored = pattern.startsWith("/") || name.contains("/");
        var start = anchored || name.startsWith("**") ? name : "**/" + name;
        if (name.isEmpty() || name.equals("*")) {
            return anchored && name.equals("*") ? List.of("*") : List.of("**");
        }
        boolean open = name.endsWith("/*") || name.endsWith("**");
        return folder
                ? List.of(start + "/**")
                : open ? List.of(start) : Stream.of(start, start + "/**").toList();
    }

    private static Optional<PathGlob> glob(String pattern) {
        try {
            return Optional.of(PathGlob.of(pattern.replace("{", "\\{").replace("}", "\\}")));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
