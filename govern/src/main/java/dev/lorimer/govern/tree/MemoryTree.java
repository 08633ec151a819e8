package dev.lorimer.govern.tree;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A tree held in memory: for examples, tests, and changes that are not written yet.
public final class MemoryTree implements Tree {
    private final SortedMap<String, TreeEntry> files = new TreeMap<>();
    private final SortedMap<String, byte[]> contents = new TreeMap<>();
    private final String id;

    private MemoryTree(Map<String, byte[]> given) {
        var whole = new Sha256();
        for (var file : new TreeMap<>(given).entrySet()) {
            var bytes = file.getValue().clone();
            var blob = BlobId.of(bytes);
            files.put(file.getKey(), new TreeEntry("100644", blob));
            contents.put(file.getKey(), bytes);
            whole.add(file.getKey()).add(blob);
        }
        id = whole.hex();
    }

    /// A tree of plain text files, by path.
    public static MemoryTree of(Map<String, String> texts) {
        var bytes = new TreeMap<String, byte[]>();
        texts.forEach((path, text) -> bytes.put(path, text.getBytes(StandardCharsets.UTF_8)));
        return new MemoryTree(bytes);
    }

    /// A tree of plain files with any bytes, by path.
    public static MemoryTree ofBytes(Map<String, byte[]> bytes) {
        return new MemoryTree(bytes);
    }

    /// A tree without files.
    public static MemoryTree empty() {
        return new MemoryTree(Map.of());
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public SortedMap<String, TreeEntry> files() {
        return Collections.unmodifiableSortedMap(files);
    }

    @Override
    public Content content(String path) {
        var bytes = contents.get(path);
        if (bytes == null) {
            return new Content.Unreadable("there is no such file");
        }
        return bytes.length > Content.BYTES_MAX
                ? new Content.TooLarge(bytes.length, LineDiff.isBinary(bytes))
                : new Content.Bytes(bytes.clone());
    }
}
