package dev.lorimer.bench.crash;

import dev.lorimer.workspace.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/// A workspace of one small file. A tree's name is the file's content in hexadecimal, so that every
/// tree can be brought back by any process, without git.
record Shelf(Path directory) implements Workspace {
    private static final String NAME = "notes.txt";

    /// What the file says.
    String text() {
        try {
            Path file = directory.resolve(NAME);
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Adds a line.
    void add(String line) {
        write(text() + line + "\n");
    }

    private void write(String text) {
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve(NAME), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String baseTree() {
        return tree("");
    }

    @Override
    public String snapshot() {
        return tree(text());
    }

    @Override
    public String preview(String tree, List<Edit> edits) {
        return edits.isEmpty() ? tree : tree(edits.getLast().content());
    }

    @Override
    public void restore(String tree) {
        write(text(tree));
    }

    @Override
    public String diff(String before, String after, int bytesMax) {
        String both = "-%s+%s".formatted(text(before), text(after));
        return both.substring(0, Math.min(both.length(), bytesMax));
    }

    @Override
    public List<FileChange> changes(String before, String after) {
        return before.equals(after) ? List.of() : List.of(new FileChange(NAME, 1, 1));
    }

    @Override
    public String commit(String tree, String message) {
        return tree;
    }

    static String tree(String text) {
        return "t" + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(String tree) {
        return new String(HexFormat.of().parseHex(tree, 1, tree.length()), StandardCharsets.UTF_8);
    }
}
