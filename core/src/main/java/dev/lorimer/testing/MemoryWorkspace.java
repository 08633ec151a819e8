package dev.lorimer.testing;

import dev.lorimer.workspace.Workspace;
import dev.lorimer.workspace.WorkspaceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// A workspace over one folder of text files whose trees are kept in memory: for tests that want
/// real files and no git.
public final class MemoryWorkspace implements Workspace {
    private final Path directory;
    private final Map<String, SortedMap<String, String>> trees = new TreeMap<>();
    private final List<String> commits = new ArrayList<>();
    private final String base;

    /// @param directory exists; what it holds now is the base
    public MemoryWorkspace(Path directory) {
        this.directory = directory;
        this.base = snapshot();
    }

    @Override
    public Path directory() {
        return directory;
    }

    @Override
    public String baseTree() {
        return base;
    }

    @Override
    public String snapshot() {
        var files = new TreeMap<String, String>();
        for (var file : files()) {
            try {
                files.put(directory.relativize(file).toString(), Files.readString(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return keep(files);
    }

    @Override
    public String preview(String tree, List<Edit> edits) {
        var files = new TreeMap<>(tree(tree));
        edits.forEach(edit -> files.put(edit.path(), edit.content()));
        return keep(files);
    }

    @Override
    public void restore(String tree) {
        try {
            for (var file : files()) {
                Files.delete(file);
            }
            for (var file : tree(tree).entrySet()) {
                var path = directory.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String diff(String before, String after, int bytesMax) {
        var paths =
                String.join("\n", changes(before, after).stream().map(FileChange::path).toList());
        return paths.length() <= bytesMax ? paths : paths.substring(0, bytesMax);
    }

    @Override
    public List<FileChange> changes(String before, String after) {
        var paths = new TreeSet<>(tree(before).keySet());
        paths.addAll(tree(after).keySet());
        return paths.stream()
                .filter(path -> !content(before, path).equals(content(after, path)))
                .map(path ->
                        new FileChange(
                                path,
                                (int) content(after, path).lines().count(),
                                (int) content(before, path).lines().count()))
                .toList();
    }

    @Override
    public String commit(String tree, String message) {
        var name = hash(tree(tree) + message);
        if (!commits.contains(name)) {
            commits.add(name);
        }
        return name;
    }

    /// The commits made, each once.
    public List<String> commits() {
        return List.copyOf(commits);
    }

    /// The files of a tree, path to text.
    public SortedMap<String, String> tree(String id) {
        var files = trees.get(id);
        if (files == null) {
            throw new WorkspaceException(
                    WorkspaceException.Kind.FAILED,
                    "there is no tree \"%s\"; take a snapshot first".formatted(id));
        }
        return files;
    }

    private String content(String tree, String path) {
        return tree(tree).getOrDefault(path, "");
    }

    private List<Path> files() {
        try (var all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).sorted(Comparator.naturalOrder()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String keep(SortedMap<String, String> files) {
        var id = hash(files.toString());
        trees.put(id, files);
        return id;
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)),
                            0,
                            20);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every java platform has sha-256", e);
        }
    }
}
