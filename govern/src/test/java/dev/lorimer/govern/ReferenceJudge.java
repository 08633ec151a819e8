package dev.lorimer.govern;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// The judge once more, naive: it reads every file of both trees line by line, keeps nothing, and
/// knows no short cut. It understands [WildFiles] only.
final class ReferenceJudge {
    private final Function<Map<String, String>, Map<String, Flaw>> look;

    /// @param look what is wrong in a whole tree, by a name that stays the same when the flaw does
    ReferenceJudge(Function<Map<String, String>, Map<String, Flaw>> look) {
        this.look = look;
    }

    /// Something that is wrong in a file.
    record Flaw(String file) {}

    /// How many findings each file is charged with.
    Map<String, Integer> charged(
            String mode, Map<String, String> before, Map<String, String> after) {
        var now = look.apply(after);
        var old = look.apply(before);
        var counts = new TreeMap<String, Integer>();
        if (mode.equals("ratchet") && now.size() <= old.size()) {
            return counts;
        }
        now.forEach((key, flaw) -> {
            if (mode.equals("absolute") || !old.containsKey(key)) {
                counts.merge(flaw.file(), 1, Integer::sum);
            }
        });
        return counts;
    }

    /// A rule about single lines of code.
    static ReferenceJudge lines(Function<Line, List<String>> flaws) {
        return new ReferenceJudge(files -> {
            var found = new TreeMap<String, Flaw>();
            files.forEach((path, text) ->
                    text.lines()
                            .map(line -> new Line(path, line.strip()))
                            .forEach(line ->
                                    flaws.apply(line)
                                            .forEach(what ->
                                                    found.put(path + " " + what, new Flaw(path)))));
            return found;
        });
    }

    /// A line of a file.
    record Line(String path, String text) {
        boolean isCode() {
            return path.endsWith(".java");
        }

        /// The part of the code that the file is in.
        String part() {
            return path.split("/", -1)[isCode() ? 6 : 0];
        }

        /// The part of the type that the line names; empty when it names none of ours.
        String used() {
            return isCode() && text.startsWith("com.acme.") ? text.split("\\.", -1)[2] : "";
        }

        String module() {
            return path.substring(0, path.indexOf('/'));
        }
    }

    static List<String> when(boolean wrong, String what) {
        return wrong ? List.of(what) : List.of();
    }

    /// Parts that use each other in a circle: one flaw for each edge, in the first file that has
    /// it.
    static Map<String, Flaw> circles(Map<String, String> files) {
        var edges = new TreeMap<String, String>();
        new TreeMap<>(files)
                .forEach((path, text) ->
                        text.lines()
                                .map(line -> new Line(path, line.strip()))
                                .filter(line -> !line.used().isEmpty())
                                .filter(line -> !line.used().equals(line.part()))
                                .forEach(line ->
                                        edges.putIfAbsent(line.part() + ">" + line.used(), path)));
        var found = new TreeMap<String, Flaw>();
        edges.forEach((edge, path) -> {
            var ends = edge.split(">", -1);
            if (reached(edges, ends[1]).contains(ends[0])) {
                found.put(edge, new Flaw(path));
            }
        });
        return found;
    }

    private static Set<String> reached(Map<String, String> edges, String from) {
        var seen = new TreeSet<String>();
        var open = new ArrayList<>(List.of(from));
        while (!open.isEmpty()) {
            var next = open.removeLast();
            edges.keySet().stream()
                    .filter(edge -> edge.startsWith(next + ">"))
                    .map(edge -> edge.substring(next.length() + 1))
                    .filter(seen::add)
                    .forEach(open::add);
        }
        return seen;
    }

    /// Production types without a test of their own.
    static Map<String, Flaw> untested(Map<String, String> files) {
        var found = new TreeMap<String, Flaw>();
        for (var path : files.keySet()) {
            var test = path.replace("/main/", "/test/").replace(".java", "Test.java");
            if (path.contains("/src/main/java/")
                    && files.keySet().stream()
                            .noneMatch(other ->
                                    other.endsWith(test.substring(test.indexOf("/src/"))))) {
                found.put(path, new Flaw(path));
            }
        }
        return found;
    }
}
