package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Language;
import dev.lorimer.govern.tree.FileChange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Renames what was there before a change as the change renames it, so that a moved file's old
/// violations are not new ones.
final class Moves {
    private final Map<String, String> paths = new TreeMap<>();
    private final Map<String, String> types = new TreeMap<>();

    Moves(Docket docket) {
        for (var file : docket.change().files()) {
            if (file instanceof FileChange.Renamed renamed) {
                paths.put(renamed.from(), renamed.path());
                if (isJava(renamed.from()) && isJava(renamed.path())) {
                    types.put(
                            type(docket.before(), renamed.from()),
                            type(docket.after(), renamed.path()));
                }
            }
        }
    }

    List<Violation> applied(List<Violation> violations) {
        return paths.isEmpty()
                ? violations
                : violations.stream()
                        .map(old ->
                                new Violation(
                                        old.file(),
                                        old.line(),
                                        renamed(old.subject()),
                                        renamed(old.target()),
                                        old.snippet(),
                                        old.message()))
                        .toList();
    }

    /// A path, or a type with what is nested in it or called on it.
    private String renamed(String name) {
        var path = Optional.ofNullable(paths.get(name));
        if (path.isPresent()) {
            return path.get();
        }
        for (int end = name.length();
                end > 0;
                end = Math.max(name.lastIndexOf('.', end - 1), name.lastIndexOf('#', end - 1))) {
            var type = Optional.ofNullable(types.get(name.substring(0, end)));
            if (type.isPresent()) {
                return type.get() + name.substring(end);
            }
        }
        return name;
    }

    /// The type that a Java file is named after.
    private static String type(Side side, String path) {
        var name = path.substring(path.lastIndexOf('/') + 1, path.length() - ".java".length());
        var packageName = side.packageOf(path);
        return packageName.isEmpty() ? name : packageName + "." + name;
    }

    private static boolean isJava(String path) {
        return Language.of(path).equals(Optional.of(Language.JAVA));
    }
}
