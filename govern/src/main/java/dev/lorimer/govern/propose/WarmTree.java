package dev.lorimer.govern.propose;

import dev.lorimer.govern.tree.Content;
import dev.lorimer.govern.tree.Tree;
import dev.lorimer.govern.tree.TreeEntry;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;

/// A tree that many rules look at: what one of them has read is at hand for the next.
final class WarmTree implements Tree {
    /// 256 MiB: the sources of a repository of 30,000 files; what is beyond is read again.
    private static final long KEPT_BYTES_MAX = 256L << 20;

    private final Tree tree;
    private final Map<String, Content> kept = new HashMap<>();
    private long keptBytes;

    private WarmTree(Tree tree) {
        this.tree = tree;
    }

    /// The same tree, with its Java and build files read already, in one go.
    static WarmTree of(Tree tree) {
        var warm = new WarmTree(tree);
        var wanted =
                tree.files().keySet().stream()
                        .filter(path -> path.endsWith(".java") || path.endsWith("pom.xml"))
                        .filter(tree::isFile)
                        .toList();
        try (var contents = tree.contents(wanted)) {
            contents.forEach(named -> warm.keep(named.path(), named.content()));
        }
        return warm;
    }

    private void keep(String path, Content content) {
        long size = content instanceof Content.Bytes found ? found.bytes().length : 0;
        if (keptBytes + size <= KEPT_BYTES_MAX) {
            keptBytes += size;
            kept.put(path, content);
        }
    }

    @Override
    public String id() {
        return tree.id();
    }

    @Override
    public SortedMap<String, TreeEntry> files() {
        return tree.files();
    }

    @Override
    public Content content(String path) {
        var known = kept.get(path);
        if (known != null) {
            return known;
        }
        var read = tree.content(path);
        keep(path, read);
        return read;
    }
}
