package dev.lorimer.govern.source;

import java.util.ArrayList;
import java.util.List;

/// Says what the modules that one file imports are called, as dotted names: slashes count as dots,
/// and a relative name is followed from the file's own folder.
public final class Modules {
    private final String path;

    /// @param path of the file that imports
    public Modules(String path) {
        this.path = path;
    }

    /// The parts of a Python module's name, `a.b`, `.a` or `..a.b`.
    public List<String> python(String name) {
        int dots = 0;
        while (dots < name.length() && name.charAt(dots) == '.') {
            dots++;
        }
        var rest = split(name.substring(dots), ".");
        if (dots == 0) {
            return rest;
        }
        var folders = split(Folders.packageOf(path), ".");
        var parts = new ArrayList<>(folders.subList(0, Math.max(0, folders.size() - (dots - 1))));
        parts.addAll(rest);
        return List.copyOf(parts);
    }

    /// The parts of a module that is named by a path, as in JavaScript and Go: `./a/b`,
    /// `@acme/core`, `github.com/acme/x`.
    public List<String> path(String name) {
        boolean relative = name.startsWith("./") || name.startsWith("../") || isDots(name);
        if (!relative) {
            return split(name.replace("node:", ""), "/").stream()
                    .flatMap(part -> split(part, ".").stream())
                    .toList();
        }
        var steps = new ArrayList<String>();
        steps.addAll(split(path.substring(0, Math.max(0, path.lastIndexOf('/'))), "/"));
        for (var step : split(name, "/")) {
            if (step.equals("..") && !steps.isEmpty()) {
                steps.removeLast();
            } else if (!step.equals("..") && !step.equals(".")) {
                steps.add(step);
            }
        }
        // The last step is the file, and its folders are its package.
        var file = String.join("/", steps);
        var parts = new ArrayList<>(split(Folders.packageOf(file + "/x"), "."));
        int dot = parts.isEmpty() ? -1 : parts.getLast().indexOf('.');
        if (dot > 0) {
            parts.set(parts.size() - 1, parts.getLast().substring(0, dot));
        }
        return parts.stream().flatMap(part -> split(part, ".").stream()).toList();
    }

    private static boolean isDots(String name) {
        return name.equals(".") || name.equals("..");
    }

    private static List<String> split(String text, String mark) {
        var parts = new ArrayList<String>();
        int start = 0;
        for (int end = text.indexOf(mark); end >= 0; end = text.indexOf(mark, start)) {
            parts.add(text.substring(start, end));
            start = end + mark.length();
        }
        parts.add(text.substring(start));
        return parts.stream().filter(part -> !part.isEmpty()).toList();
    }
}
