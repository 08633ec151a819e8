package dev.lorimer.govern.git;

import dev.lorimer.govern.git.GitException.Kind;
import dev.lorimer.govern.tree.Content;
import dev.lorimer.govern.tree.FileChange;
import dev.lorimer.govern.tree.Tree;
import dev.lorimer.govern.tree.TreeEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// The main line of a repository, commit after commit: one git process lists what each of them
/// changed, one more reads contents, and no tree is listed twice. Merges count as one commit, with
/// what they brought to the main line. Safe for use by several threads; they take turns to read.
public final class History implements AutoCloseable {
    /// 64 MiB of contents: what neighbouring commits look at again.
    private static final long KEPT_BYTES_MAX = 64L << 20;

    private final Git git;
    private final ObjectReader reader;
    private final List<Step> steps;
    private final Optional<String> base;
    private final Map<String, Content> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long keptBytes;

    private History(Git git, List<Step> steps, Optional<String> base) {
        this.git = git;
        this.steps = steps;
        this.base = base;
        reader = ObjectReader.conversing(git);
    }

    /// One commit of the main line.
    ///
    /// @param author name, as git has it
    /// @param date when it was committed, in ISO 8601
    public record Commit(String id, String author, String date, String subject) {
        /// The first ten digits: enough for a person to find it.
        public String shortId() {
            return id.substring(0, Math.min(10, id.length()));
        }
    }

    /// A commit with what it changed.
    ///
    /// @param entries the paths it wrote
    public record Step(
            Commit commit,
            String tree,
            List<FileChange> changes,
            SortedMap<String, TreeEntry> entries) {
        /// Every path that is not what it was before.
        public Set<String> touched() {
            var touched = new TreeSet<String>();
            for (var change : changes) {
                touched.add(change.path());
                if (change instanceof FileChange.Renamed renamed) {
                    touched.add(renamed.from());
                }
            }
            return touched;
        }
    }

    /// The commits after `since` up to `until`, the oldest first.
    ///
    /// @param since empty for the whole history
    /// @param limit only the latest so many
    public static History of(Git git, Optional<String> since, String until, int limit) {
        var range = since.map(from -> from + ".." + until).orElse(until);
        var listing =
                git.bytes(
                        "log",
                        "--first-parent",
                        "--diff-merges=first-parent",
                        "--root",
                        "--raw",
                        "-z",
                        "-M",
                        "--no-abbrev",
                        "--max-count=" + limit,
                        "--format=%x01%H%x00%T%x00%an%x00%cI%x00%s",
                        "--end-of-options",
                        range,
                        "--");
        var steps = new ArrayList<>(steps(new String(listing, StandardCharsets.UTF_8)));
        Collections.reverse(steps);
        var first =
                steps.isEmpty()
                        ? Optional.of(until)
                        : Optional.of(steps.getFirst().commit().id() + "^1");
        var base =
                first.map(name ->
                                git.tryRun("rev-parse", "--verify", "--quiet", name + "^{commit}"))
                        .filter(found -> found.exit() == 0)
                        .map(found -> found.text().strip());
        return new History(git, List.copyOf(steps), base);
    }

    /// Each commit begins with a character that no path or subject begins with.
    private static List<Step> steps(String listing) {
        var steps = new ArrayList<Step>();
        int start = 1;
        while (start < listing.length()) {
            int next = listing.indexOf("\0\u0001", start);
            int end = next < 0 ? listing.length() : next;
            steps.add(step(listing.substring(start, end)));
            start = end + 2;
        }
        return steps;
    }

    private static Step step(String text) {
        var words = text.split("\0", -1);
        if (words.length < 5) {
            throw new GitException(
                    Kind.UNREADABLE,
                    "git's list of commits can't be understood; report its version");
        }
        var changes = new ArrayList<FileChange>();
        var entries = new TreeMap<String, TreeEntry>();
        int at = 5;
        while (at < words.length) {
            var head = words[at].strip();
            at++;
            if (!head.startsWith(":")) {
                continue;
            }
            var columns = head.split(" ", -1);
            char kind = columns[4].charAt(0);
            var path = words[at++];
            switch (kind) {
                case 'A' -> changes.add(new FileChange.Added(path));
                case 'D' -> changes.add(new FileChange.Deleted(path));
                case 'R' -> {
                    var from = path;
                    path = words[at++];
                    changes.add(new FileChange.Renamed(from, path));
                }
                default -> changes.add(new FileChange.Modified(path));
            }
            if (kind != 'D') {
                entries.put(path, new TreeEntry(columns[1], columns[3]));
            }
        }
        return new Step(
                new Commit(words[0], words[2], words[3], words[4]),
                words[1],
                List.copyOf(changes),
                Collections.unmodifiableSortedMap(entries));
    }

    /// The oldest first.
    public List<Step> steps() {
        return steps;
    }

    /// The commit before the first step; empty when that one is the first of all.
    public Optional<String> base() {
        return base;
    }

    /// The files before the first step.
    public Tree start() {
        return base.<Tree>map(
                        commit -> {
                            try (var tree = GitTree.of(git, commit)) {
                                return new Frozen(tree.id(), tree.files());
                            }
                        })
                .orElseGet(() -> new Frozen("", Collections.emptySortedMap()));
    }

    /// The files after a step.
    ///
    /// @param before those after the step before it
    public Tree after(Tree before, Step step) {
        var files = new TreeMap<>(before.files());
        for (var change : step.changes()) {
            switch (change) {
                case FileChange.Deleted deleted -> files.remove(deleted.path());
                case FileChange.Renamed renamed -> files.remove(renamed.from());
                case FileChange.Added _, FileChange.Modified _ -> {}
            }
        }
        files.putAll(step.entries());
        return new Frozen(step.tree(), Collections.unmodifiableSortedMap(files));
    }

    @Override
    public void close() {
        reader.close();
    }

    private synchronized Content contentOf(String blob) {
        var known = kept.get(blob);
        if (known != null) {
            return known;
        }
        var content = reader.ask(blob);
        if (content instanceof Content.Bytes found) {
            kept.put(blob, content);
            keptBytes += found.bytes().length;
            while (keptBytes > KEPT_BYTES_MAX && kept.size() > 1) {
                var eldest = kept.entrySet().iterator().next();
                kept.remove(eldest.getKey());
                if (eldest.getValue() instanceof Content.Bytes gone) {
                    keptBytes -= gone.bytes().length;
                }
            }
        }
        return content;
    }

    /// A tree whose list of files is known.
    private final class Frozen implements Tree {
        private final String id;
        private final SortedMap<String, TreeEntry> files;

        Frozen(String id, SortedMap<String, TreeEntry> files) {
            this.id = id;
            this.files = files;
        }

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
            var entry = files.get(path);
            if (entry == null) {
                return new Content.Unreadable("there is no such file");
            }
            return entry.isGitlink()
                    ? new Content.Unreadable("it is a commit of another repository")
                    : contentOf(entry.blob());
        }
    }
}
