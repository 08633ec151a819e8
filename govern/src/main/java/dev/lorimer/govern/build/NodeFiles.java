package dev.lorimer.govern.build;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads the packages that JavaScript projects name, and those that their locks hold.
final class NodeFiles {
    private static final Set<String> LISTS =
            Set.of(
                    "dependencies",
                    "devDependencies",
                    "peerDependencies",
                    "optionalDependencies",
                    "bundledDependencies",
                    "bundleDependencies");

    private NodeFiles() {}

    static Libraries manifest(String text) {
        return json(
                text,
                (notes, path, value, line) -> {
                    boolean listed = path.size() == 2 && LISTS.contains(path.getFirst());
                    boolean bundled = path.size() == 1 && path.getFirst().startsWith("bundle");
                    if (listed) {
                        notes.artifact("npm", path.getLast(), "dependency", line);
                        // An alias: another package under this name.
                        if (value.startsWith("npm:")) {
                            notes.artifact(
                                    "npm", unversioned(value.substring(4)), "dependency", line);
                        } else if (value.contains("://") || value.startsWith("github:")) {
                            notes.doubt(
                                    "\"%s\" comes from \"%s\", which may be any package"
                                            .formatted(path.getLast(), value),
                                    line);
                        }
                    } else if (bundled) {
                        notes.artifact("npm", value, "dependency", line);
                    }
                });
    }

    static Libraries npmLock(String text) {
        return json(
                text,
                (notes, path, _, line) -> {
                    // Each package has a version; the path to it ends with its name.
                    if (path.size() >= 3 && path.getLast().equals("version")) {
                        var key = new ArrayList<>(path).get(path.size() - 2);
                        int at = key.lastIndexOf("node_modules/");
                        boolean first = path.getFirst().equals("packages") && at >= 0;
                        boolean old = path.getFirst().equals("dependencies");
                        if (first || old) {
                            notes.artifact(
                                    "npm", first ? key.substring(at + 13) : key, "locked", line);
                        }
                    }
                });
    }

    private interface Leaf {
        void at(Libraries.Notes notes, Deque<String> path, String value, int line);
    }

    private static Libraries json(String text, Leaf leaf) {
        var notes = new Libraries.Notes();
        var path = new ArrayDeque<String>();
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                switch (token) {
                    case PROPERTY_NAME -> path.addLast(parser.currentName());
                    case END_OBJECT, END_ARRAY -> {
                        if (parser.streamReadContext().inObject() && !path.isEmpty()) {
                            path.removeLast();
                        }
                    }
                    default -> {
                        if (token.isScalarValue()) {
                            leaf.at(
                                    notes,
                                    path,
                                    String.valueOf(parser.getString()),
                                    parser.currentTokenLocation().getLineNr());
                            if (parser.streamReadContext().inObject() && !path.isEmpty()) {
                                path.removeLast();
                            }
                        } else if (token == JsonToken.NOT_AVAILABLE) {
                            return notes.libraries();
                        }
                    }
                }
            }
        } catch (JacksonException wrong) {
            int line =
                    wrong.getLocation() == null ? 1 : Math.max(1, wrong.getLocation().getLineNr());
            notes.doubt(
                    "it is no well-formed JSON: "
                            + wrong.getOriginalMessage().lines().findFirst().orElse(""),
                    line);
        }
        return notes.libraries();
    }

    /// `packages:` holds one key for each package: `/@a/b@1.2.3(peer)`, `/@a/b/1.2.3` in old files.
    static Libraries pnpmLock(String text) {
        var notes = new Libraries.Notes();
        boolean inside = false;
        int number = 0;
        for (var line : text.lines().toList()) {
            number++;
            if (!line.isEmpty() && line.charAt(0) != ' ') {
                inside = line.startsWith("packages:") || line.startsWith("snapshots:");
            } else if (inside
                    && line.startsWith("  ")
                    && line.length() > 2
                    && line.charAt(2) != ' ') {
                var key = line.strip().replace("'", "").replace("\"", "");
                key = key.startsWith("/") ? key.substring(1) : key;
                int bracket = key.indexOf('(');
                key = bracket > 0 ? key.substring(0, bracket) : key;
                int slash = key.lastIndexOf('/');
                boolean old =
                        key.indexOf('@', 1) < 0
                                && slash > 0
                                && slash + 1 < key.length()
                                && Character.isDigit(key.charAt(slash + 1));
                notes.artifact(
                        "npm", old ? key.substring(0, slash) : unversioned(key), "locked", number);
            }
        }
        return notes.libraries();
    }

    /// `"@a/b@^1", "@a/b@npm:^2":` begins each entry.
    static Libraries yarnLock(String text) {
        var notes = new Libraries.Notes();
        int number = 0;
        for (var line : text.lines().toList()) {
            number++;
            boolean entry =
                    line.endsWith(":")
                            && !line.startsWith(" ")
                            && !line.startsWith("#")
                            && line.indexOf('@') >= 0;
            if (entry) {
                var first =
                        line.substring(0, line.length() - 1)
                                .replace("\"", "")
                                .split(",", -1)[0]
                                .strip();
                int alias = first.indexOf("@npm:");
                var aliased = alias > 0 ? first.substring(alias + 5) : "";
                notes.artifact("npm", unversioned(first), "locked", number);
                if ((aliased.indexOf('@', 1) > 0 && Character.isLetter(aliased.charAt(0)))
                        || aliased.startsWith("@")) {
                    notes.artifact("npm", unversioned(aliased), "locked", number);
                }
            }
        }
        return notes.libraries();
    }

    /// The name before the version: the first at-sign may belong to the name.
    private static String unversioned(String text) {
        int at = text.indexOf('@', 1);
        return at > 0
                ? text.substring(0, at)
                : text.endsWith(":") ? text.substring(0, text.length() - 1) : text;
    }
}
