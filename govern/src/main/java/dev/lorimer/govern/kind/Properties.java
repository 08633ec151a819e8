package dev.lorimer.govern.kind;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Fills in the properties of a Maven build file: its own ones, and those of its parents as far as
/// they are in the tree.
final class Properties {
    /// A build file with more than 16 parents, or values nested deeper, is a loop.
    private static final int DEPTH_MAX = 16;

    /// Profiles can give a property several values; more than 32 combinations are not told apart.
    private static final int VALUES_MAX = 32;

    /// 1,000 characters are far beyond any name of an artifact.
    private static final int TEXT_MAX = 1000;

    /// Stands for a part whose value nobody knows.
    static final char UNKNOWN = '\0';

    private final List<Pom> poms = new ArrayList<>();

    Properties(Side side, String path) {
        var at = path;
        var pom = Pom.read(side, at);
        while (pom.isPresent() && poms.size() < DEPTH_MAX) {
            poms.add(pom.get());
            at = parent(at, pom.get());
            pom = at.isEmpty() ? Optional.empty() : Pom.read(side, at);
        }
    }

    /// Which of the build files take their properties from one of `touched`, which may be gone.
    static Set<String> hangingOn(Set<String> touched, Collection<String> paths, Side side) {
        var hangs = new HashMap<String, Boolean>();
        touched.forEach(path -> hangs.put(path, true));
        for (var path : paths) {
            var chain = new ArrayList<String>();
            var at = path;
            while (!at.isEmpty() && chain.size() < DEPTH_MAX && !hangs.containsKey(at)) {
                chain.add(at);
                var next = at;
                at = Pom.read(side, at).map(pom -> parent(next, pom)).orElse("");
            }
            boolean hang = hangs.getOrDefault(at, false);
            chain.forEach(one -> hangs.put(one, hang));
        }
        return paths.stream()
                .filter(path -> hangs.getOrDefault(path, false))
                .collect(Collectors.toUnmodifiableSet());
    }

    /// The path of the parent's file; empty when there is none in the tree.
    private static String parent(String path, Pom pom) {
        return pom.coordinates().containsKey("parent.artifactId")
                ? beside(path, pom.parentPath())
                : "";
    }

    /// Every text that `text` can become; [#UNKNOWN] stands for each part without a value.
    Set<String> values(String text) {
        return values(text, 0);
    }

    private Set<String> values(String text, int depth) {
        int open = text.indexOf("${");
        int close = text.indexOf('}', Math.max(open, 0));
        if (open < 0 || close < 0) {
            return Set.of(text);
        }
        if (text.length() > TEXT_MAX) {
            return Set.of(String.valueOf(UNKNOWN));
        }
        var heads =
                depth >= DEPTH_MAX
                        ? Set.of(String.valueOf(UNKNOWN))
                        : inserted(text.substring(open + 2, close).strip(), depth + 1);
        var all = new LinkedHashSet<String>();
        for (var tail : values(text.substring(close + 1), depth)) {
            for (var head : heads) {
                if (all.size() < VALUES_MAX) {
                    all.add(text.substring(0, open) + head + tail);
                }
            }
        }
        return all;
    }

    private Set<String> inserted(String name, int depth) {
        var written = new LinkedHashSet<String>();
        for (var pom : poms) {
            pom.properties()
                    .getOrDefault(name, List.of())
                    .forEach(value -> written.addAll(values(value, depth)));
        }
        if (written.isEmpty()) {
            coordinate(name).ifPresent(value -> written.addAll(values(value, depth)));
        }
        return written.isEmpty() ? Set.of(String.valueOf(UNKNOWN)) : written;
    }

    /// `project.groupId` and its like; what a file does not say, its parent does.
    private Optional<String> coordinate(String name) {
        var bare =
                name.startsWith("project.")
                        ? name.substring(8)
                        : name.startsWith("pom.") ? name.substring(4) : "";
        var own = poms.getFirst().coordinates();
        return Optional.ofNullable(own.get(bare))
                .or(() -> Optional.ofNullable(own.get("parent." + bare)));
    }

    /// The path of the parent's file; empty when it lies outside of the tree, or nowhere.
    private static String beside(String path, String relative) {
        if (relative.isEmpty()) {
            return "";
        }
        var names = new ArrayList<>(List.of(path.split("/", -1)));
        names.removeLast();
        for (var step : relative.split("/", -1)) {
            if (step.equals("..")) {
                if (names.isEmpty()) {
                    return "";
                }
                names.removeLast();
            } else if (!step.equals(".") && !step.isEmpty()) {
                names.add(step);
            }
        }
        var found = String.join("/", names);
        return found.endsWith(".xml") ? found : found + (found.isEmpty() ? "" : "/") + "pom.xml";
    }
}
