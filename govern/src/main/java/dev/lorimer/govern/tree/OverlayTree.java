package dev.lorimer.govern.tree;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// A tree as it would be after some files are written and others deleted: what a gate judges before
/// the disk is touched.
public final class OverlayTree implements Tree {
    private final Tree below;
    private final SortedMap<String, TreeEntry> files;
    private final SortedMap<String, byte[]> written = new TreeMap<>();
    private final String id;

    private OverlayTree(Tree below, Map<String, byte[]> writes, Collection<String> deleted) {
        this.below = below;
        var all = new TreeMap<>(below.files());
        var hash = new Sha256().add(below.id());
        for (var path : new TreeSet<>(deleted)) {
            all.remove(path);
            hash.add("deleted").add(path);
        }
        var algorithm =
                below.files().values().stream()
                        .findFirst()
                        .map(entry -> BlobId.algorithm(entry.blob()))
                        .orElse("SHA-1");
        new TreeMap<>(writes)
                .forEach((path, bytes) -> {
                    var mode =
                            below.entry(path)
                                    .filter(TreeEntry::isFile)
                                    .map(TreeEntry::mode)
                                    .orElse("100644");
                    all.put(path, new TreeEntry(mode, BlobId.of(bytes, algorithm)));
                    written.put(path, bytes.clone());
                    hash.add("written").add(path).add(bytes);
                });
        files = Collections.unmodifiableSortedMap(all);
        id = hash.hex();
    }

    /// The tree `below` with some files written and others deleted.
    ///
    /// @param written contents by path; a file that is there keeps its mode
    /// @param deleted paths that are no longer there
    public static OverlayTree of(
            Tree below, Map<String, byte[]> written, Collection<String> deleted) {
        return new OverlayTree(below, written, deleted);
    }

    /// A hash of the tree below and of what lies over it; not a hash that git knows.
    @Override
    public String id() {
        return id;
    }

    @Override
    public SortedMap<String, TreeEntry> files() {
        return files;
    }

    @Override
    public Content content(String path) {
        if (!files.containsKey(path)) {
            return new Content.Unreadable("there is no such file");
        }
        var bytes = written.get(path);
        if (bytes == null) {
            return below.content(path);
        }
        return bytes.length > Content.BYTES_MAX
                ? new Content.TooLarge(bytes.length, LineDiff.isBinary(bytes))
                : new Content.Bytes(bytes.clone());
    }
}
