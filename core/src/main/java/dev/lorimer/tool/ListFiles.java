package dev.lorimer.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `list_files`: the paths of all files beneath a folder, in order.
record ListFiles(Root root) {
    /// About 10,000 tokens of paths.
    private static final int PATHS_MAX = 1_000;

    record Asked(
            @Describe("folder, relative to the workspace; all of it when left out")
                    Optional<String> path,
            @Describe("for example *.java or src/**/*.java") Optional<String> glob) {}

    Tool tool() {
        return Tools.of(
                "list_files",
                "Lists the files beneath a folder of the workspace, without .git. At most "
                        + PATHS_MAX
                        + " paths; narrow with path or glob.",
                Asked.class,
                asked -> {
                    asked.glob().ifPresent(Glob::of);
                    FilePath path = root.path(asked.path().orElse("."));
                    return new Effect.Pure(
                            "list " + path + asked.glob().map(glob -> " " + glob).orElse(""));
                },
                (asked, _) -> Tool.Result.done(list(asked)));
    }

    private String list(Asked asked) throws InterruptedException {
        FilePath base = root.path(asked.path().orElse("."));
        Optional<Glob> glob = asked.glob().map(Glob::of);
        var listing = new Listing(base, glob);
        if (root.kind(base) == Folder.Kind.FILE) {
            return base.toString();
        }
        String unseen;
        try (Folder folder = root.open(base)) {
            unseen = Walk.through(folder, listing::add);
        }
        return listing.text(unseen);
    }

    private static final class Listing {
        private final FilePath base;
        private final Optional<Glob> glob;
        private final List<String> paths = new ArrayList<>();
        private long rest;

        Listing(FilePath base, Optional<Glob> glob) {
            this.base = base;
            this.glob = glob;
        }

        boolean add(Folder folder, String name, Folder.Kind kind) {
            FilePath path = folder.path().child(name);
            if (glob.isPresent()
                    && (kind == Folder.Kind.FOLDER || !glob.get().matches(path, base))) {
                return true;
            }
            if (paths.size() == PATHS_MAX) {
                rest++;
                return true;
            }
            paths.add(
                    path.shownPlain()
                            + switch (kind) {
                                case FOLDER -> "/ (empty)";
                                case LINK -> " (symbolic link, not followed)";
                                case OTHER -> " (device, socket or pipe)";
                                case FILE, ABSENT -> "";
                            });
            return true;
        }

        String text(String unseen) {
            var lines = new ArrayList<>(paths);
            if (paths.isEmpty()) {
                lines.add(
                        "no files in "
                                + base.shownPlain()
                                + glob.map(pattern -> " match " + pattern).orElse(""));
            }
            if (rest > 0) {
                lines.add("(and " + rest + " more; narrow with path or glob)");
            }
            if (!unseen.isEmpty()) {
                lines.add("(" + unseen + ")");
            }
            return String.join("\n", lines);
        }
    }
}
