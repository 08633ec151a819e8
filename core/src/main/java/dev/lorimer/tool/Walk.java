package dev.lorimer.tool;

import java.util.Comparator;
import java.util.List;

/// Goes through all files beneath a folder in the order of their paths, without `.git` and without
/// following links.
final class Walk {
    /// Ten times what large repositories hold; beyond it, a listing helps nobody.
    private static final int ENTRIES_MAX = 500_000;

    /// Each level holds one descriptor while it is read; source trees are less than 30 deep.
    private static final int DEPTH_MAX = 64;

    private final Visitor visitor;
    private int entries;
    private int unread;
    private boolean stopped;

    /// Told of each entry that is no folder, and of each empty folder.
    interface Visitor {
        /// @return false to go no further
        boolean visit(Folder folder, String name, Folder.Kind kind) throws InterruptedException;
    }

    private record Entry(String name, Folder.Kind kind) {
        /// Folders compare with their slash, so that the paths of what is in them come in order.
        String key() {
            return kind == Folder.Kind.FOLDER ? name + "/" : name;
        }
    }

    private Walk(Visitor visitor) {
        this.visitor = visitor;
    }

    /// @return what was not seen, as a note for the reader; empty when all was
    static String through(Folder folder, Visitor visitor) throws InterruptedException {
        var walk = new Walk(visitor);
        walk.walk(folder, 1);
        if (walk.entries >= ENTRIES_MAX) {
            return "stopped after " + ENTRIES_MAX + " entries";
        }
        return walk.unread == 0
                ? ""
                : walk.unread + (walk.unread == 1 ? " folder" : " folders") + " not readable";
    }

    private void walk(Folder folder, int depth) throws InterruptedException {
        for (Entry entry : entries(folder)) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (stopped) {
                return;
            }
            switch (entry.kind()) {
                case FOLDER -> enter(folder, entry.name(), depth);
                case FILE, LINK, OTHER ->
                        stopped = !visitor.visit(folder, entry.name(), entry.kind());
                case ABSENT -> {}
            }
        }
    }

    private void enter(Folder parent, String name, int depth) throws InterruptedException {
        if (depth >= DEPTH_MAX || entries >= ENTRIES_MAX) {
            unread++;
            return;
        }
        try (Folder folder = parent.child(name)) {
            int before = entries;
            walk(folder, depth + 1);
            if (entries == before && !stopped) {
                stopped = !visitor.visit(parent, name, Folder.Kind.FOLDER);
            }
        } catch (Tool.BadArguments e) {
            // Not readable, or gone or turned into a link since it was listed.
            unread++;
        }
    }

    private List<Entry> entries(Folder folder) {
        List<String> names = folder.names(ENTRIES_MAX - entries);
        entries += names.size();
        return names.stream()
                .filter(name -> !FilePath.isGit(name))
                .map(name -> new Entry(name, folder.kind(name)))
                .sorted(Comparator.comparing(Entry::key))
                .toList();
    }
}
