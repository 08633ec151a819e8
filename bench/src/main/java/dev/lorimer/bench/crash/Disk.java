package dev.lorimer.bench.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// A disk as a power failure leaves it: follows what processes did, knows what was synced, and says
/// what could be found afterwards.
///
/// It is as unkind as POSIX allows. Without a sync of the file none of its bytes need have arrived,
/// or any of their sectors in any order; without a sync of the folder a new name need not be there,
/// or a removed one still is.
final class Disk {
    /// What a drive writes whole: the smallest sector in use.
    static final int SECTOR = 512;

    private final String root;
    private final Map<String, Node> live = new HashMap<>();
    private final Map<String, Node> kept = new HashMap<>();
    private final List<Naming> namings = new ArrayList<>();
    private final Map<Long, Long> syncs = new HashMap<>();
    private long changes;
    private long safeChanges;

    /// What survives of what was not synced.
    enum Loss {
        NOTHING_SURVIVES,
        ALL_SURVIVES,
        /// Any sectors and names do.
        TORN
    }

    /// A change of a folder's names that is not safe yet.
    private sealed interface Naming {
        long nr();

        String path();

        record Appears(long nr, String path, Node node) implements Naming {}

        record Vanishes(long nr, String path) implements Naming {}

        record Moves(long nr, String path, String to, Node node) implements Naming {}
    }

    /// A file or folder, by whatever name.
    private static final class Node {
        private final boolean folder;
        private final Bytes safe = new Bytes();
        private final List<Pending> pending = new ArrayList<>();

        Node(boolean folder) {
            this.folder = folder;
        }
    }

    private record Pending(long nr, Deed deed) {}

    /// @param root the folder that is there before, and stays
    Disk(String root) {
        this.root = root;
    }

    /// Raised by whatever changes what a failure could leave.
    long changes() {
        return changes;
    }

    /// Raised by whatever changes what a failure must leave.
    long safeChanges() {
        return safeChanges;
    }

    boolean hasUnsafe() {
        return !namings.isEmpty()
                || live.values().stream().anyMatch(node -> !node.pending.isEmpty());
    }

    void follow(Deed deed) {
        switch (deed) {
            case Deed.Write write -> change(write.path(), write);
            case Deed.Resize resize -> change(resize.path(), resize);
            case Deed.Open open -> open(open);
            case Deed.MakeFolder folder -> appear(folder.path(), true);
            case Deed.Remove remove -> {
                if (live.remove(remove.path()) != null) {
                    namings.add(new Naming.Vanishes(++changes, remove.path()));
                }
            }
            case Deed.Rename rename -> {
                Node node = live.remove(rename.from());
                if (node != null) {
                    live.put(rename.to(), node);
                    namings.add(new Naming.Moves(++changes, rename.from(), rename.to(), node));
                }
            }
            case Deed.SyncBegins begins -> syncs.put(begins.call(), changes);
            case Deed.SyncEnds ends -> sync(ends);
            case Deed.Said _ -> {}
        }
    }

    private void open(Deed.Open open) {
        if (!live.containsKey(open.path())) {
            appear(open.path(), false);
        } else if (open.emptied()) {
            change(open.path(), new Deed.Resize(open.path(), 0));
        }
    }

    private void appear(String path, boolean folder) {
        var node = new Node(folder);
        live.put(path, node);
        namings.add(new Naming.Appears(++changes, path, node));
    }

    private void change(String path, Deed deed) {
        Node node = live.get(path);
        if (node == null) {
            throw new IllegalStateException(
                    "\"%s\" was written before it was opened; the recording is not whole"
                            .formatted(path));
        }
        node.pending.add(new Pending(++changes, deed));
    }

    private void sync(Deed.SyncEnds ends) {
        Long until = syncs.remove(ends.call());
        if (until == null) {
            return;
        }
        Node node = live.get(ends.path());
        if (node != null) {
            for (Pending pending : node.pending) {
                if (pending.nr() <= until) {
                    play(pending.deed(), node.safe);
                    safeChanges++;
                }
            }
            node.pending.removeIf(pending -> pending.nr() <= until);
        }
        Predicate<Naming> covered =
                naming -> naming.nr() <= until && parent(naming.path()).equals(ends.path());
        for (Naming naming : namings) {
            if (covered.test(naming)) {
                play(naming, kept);
                safeChanges++;
            }
        }
        namings.removeIf(covered);
    }

    /// What is found after a failure.
    ///
    /// @param files by their paths
    record Found(List<String> folders, Map<String, byte[]> files) {}

    /// What is found after a failure now.
    Found after(Loss loss, RandomGenerator random) {
        double share = SHARES[random.nextInt(SHARES.length)];
        var names = new HashMap<>(kept);
        for (Naming naming : namings) {
            if (survives(loss, share, random)) {
                play(naming, names);
            }
        }
        var found = new Found(new ArrayList<>(), new TreeMap<>());
        // In the order of their names, so that the same seed finds the same.
        new TreeMap<>(names)
                .forEach((path, node) -> {
                    if (!isReachable(path, names)) {
                        return;
                    }
                    if (node.folder) {
                        found.folders().add(path);
                    } else {
                        found.files().put(path, content(node, loss, share, random).toArray());
                    }
                });
        return found;
    }

    /// Nearly nothing, half or nearly all of what was not synced survives a torn failure.
    private static final double[] SHARES = {0.1, 0.5, 0.9};

    private static boolean survives(Loss loss, double share, RandomGenerator random) {
        return switch (loss) {
            case NOTHING_SURVIVES -> false;
            case ALL_SURVIVES -> true;
            case TORN -> random.nextDouble() < share;
        };
    }

    private boolean isReachable(String path, Map<String, Node> names) {
        String at = parent(path);
        while (!at.equals(root) && at.startsWith(root)) {
            if (!names.containsKey(at)) {
                return false;
            }
            at = parent(at);
        }
        return true;
    }

    private static Bytes content(Node node, Loss loss, double share, RandomGenerator random) {
        Bytes content = node.safe.copy();
        if (node.pending.isEmpty()) {
            return content;
        }
        switch (loss) {
            case NOTHING_SURVIVES -> {}
            case ALL_SURVIVES -> node.pending.forEach(pending -> play(pending.deed(), content));
            case TORN -> tear(node, content, share, random);
        }
        return content;
    }

    private static void tear(Node node, Bytes content, double share, RandomGenerator random) {
        var whole = node.safe.copy();
        node.pending.forEach(pending -> play(pending.deed(), whole));
        switch (random.nextInt(3)) {
            // The file's new length arrived before its bytes.
            case 0 -> content.lengthen(whole.size(), random);
            case 1 -> content.resize(Math.max(whole.size(), content.size()));
            default -> {}
        }
        // Some drives keep the order up to a point, some keep none.
        boolean ordered = random.nextInt(3) == 0;
        int last = random.nextInt(node.pending.size());
        for (int i = 0; i < node.pending.size(); i++) {
            double here = ordered ? (i < last ? 1 : i == last ? 0.5 : 0) : share;
            tear(node.pending.get(i).deed(), content, here, random);
        }
    }

    private static void tear(Deed deed, Bytes content, double share, RandomGenerator random) {
        if (!(deed instanceof Deed.Write write)) {
            if (random.nextDouble() < share) {
                play(deed, content);
            }
            return;
        }
        int length = write.bytes().remaining();
        int from = 0;
        while (from < length) {
            int to = (int) Math.min(length, from + SECTOR - (write.offset() + from) % SECTOR);
            if (random.nextDouble() < share) {
                content.write(write, from, to);
            }
            from = to;
        }
    }

    private static void play(Deed deed, Bytes content) {
        switch (deed) {
            case Deed.Write write -> content.write(write);
            case Deed.Resize resize -> content.resize(resize.size());
            case Deed.Open _,
                    Deed.MakeFolder _,
                    Deed.Remove _,
                    Deed.Rename _,
                    Deed.SyncBegins _,
                    Deed.SyncEnds _,
                    Deed.Said _ ->
                    throw new IllegalStateException("%s changes no content".formatted(deed));
        }
    }

    private static void play(Naming naming, Map<String, Node> names) {
        switch (naming) {
            case Naming.Appears appears -> names.put(appears.path(), appears.node());
            case Naming.Vanishes vanishes -> names.remove(vanishes.path());
            case Naming.Moves moves -> {
                names.remove(moves.path());
                names.put(moves.to(), moves.node());
            }
        }
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(path.lastIndexOf('/'), 1));
    }
}
