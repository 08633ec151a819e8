package dev.lorimer.testing;

import dev.lorimer.workspace.Workspace;
import dev.lorimer.workspace.WorkspaceException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// The files of one simulated run, without any disk: all processes see the same ones, as they would
/// see a folder.
final class SimFiles implements Workspace {
    private final Map<String, SortedMap<String, String>> trees = new HashMap<>();
    private final SortedMap<String, String> files = new TreeMap<>();
    private final String base = keep(files);

    void write(String path, String content) {
        files.put(path, content);
    }

    void append(String path, String line) {
        files.merge(path, line + "\n", String::concat);
    }

    String read(String path) {
        return files.getOrDefault(path, "");
    }

    /// The files of a tree, by path.
    SortedMap<String, String> tree(String id) {
        var tree = trees.get(id);
        if (tree == null) {
            throw new WorkspaceException(
                    WorkspaceException.Kind.FAILED,
                    "there is no tree \"%s\"; take a snapshot first".formatted(id));
        }
        return tree;
    }

    @Override
    public Path directory() {
        return Path.of("");
    }

    @Override
    public String baseTree() {
        return base;
    }

    @Override
    public String snapshot() {
        return keep(files);
    }

    @Override
    public String preview(String tree, List<Edit> edits) {
        var next = new TreeMap<>(tree(tree));
        edits.forEach(edit -> next.put(edit.path(), edit.content()));
        return keep(next);
    }

    @Override
    public void restore(String tree) {
        var before = tree(tree);
        files.clear();
        files.putAll(before);
    }

    @Override
    public String diff(String before, String after, int bytesMax) {
        return "";
    }

    @Override
    public List<FileChange> changes(String before, String after) {
        var paths = new TreeSet<>(tree(before).keySet());
        paths.addAll(tree(after).keySet());
        return paths.stream()
                .filter(path -> !content(before, path).equals(content(after, path)))
                .map(path -> new FileChange(path, 1, 0))
                .toList();
    }

    @Override
    public String commit(String tree, String message) {
        return tree;
    }

    private String content(String tree, String path) {
        return tree(tree).getOrDefault(path, "");
    }

    /// A tree's name is its content: equal trees have equal names.
    private String keep(SortedMap<String, String> content) {
        var copy = new TreeMap<>(content);
        var id = "t" + copy;
        trees.put(id, copy);
        return id;
    }
}
