package dev.lorimer.workspace;

import dev.lorimer.govern.git.GitResult;
import dev.lorimer.workspace.Workspace.FileChange;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is done with the trees of one run, apart from its files: compared, kept, recorded.
final class Trees {
    /// 4 MiB: git calls a larger file binary instead of printing how it differs; nobody reads it.
    private static final String BIG_FILE = "core.bigFileThreshold=4m";

    private static final String NAME = "Lorimer";
    private static final String EMAIL = "lorimer@localhost";

    private final Checkout checkout;
    private final InstantSource clock;

    Trees(Checkout checkout, InstantSource clock) {
        this.checkout = checkout;
        this.clock = clock;
    }

    /// Adds the tree to the chain that keeps it: `git gc` in the user's repository would throw it
    /// away otherwise.
    void keep(String tree) {
        String ref = checkout.place().keptRef();
        Plumbing git = checkout.repository().with(signature(NAME, EMAIL, clock.instant()));
        String commit =
                git.feeding("kept\n".getBytes(StandardCharsets.UTF_8))
                        .text("commit-tree", "-p", ref, tree);
        git.text("update-ref", ref, commit);
    }

    /// One commit on top of the base; the branch then points to it. The same tree and message give
    /// the commit that is there already.
    String commit(String tree, String message) {
        Place place = checkout.place();
        Plumbing git = checkout.repository();
        String wanted = message.stripTrailing() + "\n";
        if (isCommitted(git, tree, wanted)) {
            return git.text("rev-parse", place.branchRef());
        }
        String commit = record(tree, wanted, "-p", place.base());
        git.text("update-ref", "-m", "lorimer: result", place.branchRef(), commit);
        return commit;
    }

    /// A merge commit that no branch points to yet.
    String merge(String tree, String ours, String theirs, String message) {
        return record(tree, message, "-p", ours, "-p", theirs);
    }

    private String record(String tree, String message, String... parents) {
        String name = setting("user.name").orElse(NAME);
        String email = setting("user.email").orElse(EMAIL);
        List<String> arguments = new ArrayList<>(List.of("commit-tree"));
        arguments.addAll(List.of(parents));
        arguments.add(tree);
        return checkout.repository()
                .with(signature(name, email, clock.instant()))
                .feeding(message.getBytes(StandardCharsets.UTF_8))
                .text(arguments.toArray(String[]::new));
    }

    private boolean isCommitted(Plumbing git, String tree, String message) {
        GitResult there =
                git.tryRun(
                        "log",
                        "-1",
                        "--no-show-signature",
                        "--format=%T%n%P%n%B",
                        checkout.place().branchRef());
        return there.exit() == 0
                && (there.text() + "\n")
                        .equals(tree + "\n" + checkout.place().base() + "\n" + message + "\n");
    }

    private Optional<String> setting(String name) {
        GitResult value =
                Plumbing.ofUser(checkout.place().topFolder()).tryRun("config", "--get", name);
        return value.exit() == 0 && !value.text().isBlank()
                ? Optional.of(value.text())
                : Optional.empty();
    }

    static Map<String, String> signature(String name, String email, Instant when) {
        String date = when.getEpochSecond() + " +0000";
        return Map.of(
                "GIT_AUTHOR_NAME", name,
                "GIT_AUTHOR_EMAIL", email,
                "GIT_AUTHOR_DATE", date,
                "GIT_COMMITTER_NAME", name,
                "GIT_COMMITTER_EMAIL", email,
                "GIT_COMMITTER_DATE", date);
    }

    /// Whether the repository or the user, not we, have this path ignored.
    boolean ignores(String path) {
        GitResult answer =
                Plumbing.of(checkout.gitDirectory(), checkout.place().worktree())
                        .on(
                                checkout.place().worktree(),
                                checkout.place().homeFolder().index(checkout.place().run()))
                        .with(Map.of("GIT_LITERAL_PATHSPECS", "0"))
                        .feeding(List.of(path))
                        .tryRun("check-ignore", "-z", "--stdin");
        return answer.exit() == 0;
    }

    String diff(String before, String after, int bytesMax) {
        byte[] whole =
                checkout.repository()
                        .bytes(
                                "-c",
                                BIG_FILE,
                                "diff-tree",
                                "-r",
                                "-p",
                                "--no-renames",
                                "--no-color",
                                "--no-ext-diff",
                                "--no-textconv",
                                "--unified=3",
                                "--src-prefix=a/",
                                "--dst-prefix=b/",
                                before,
                                after);
        if (whole.length <= bytesMax) {
            return new String(whole, StandardCharsets.UTF_8);
        }
        String closing = "[diff cut here: it has " + whole.length + " bytes]\n";
        int end = Math.max(0, bytesMax - closing.length());
        while (end > 0 && whole[end - 1] != '\n') {
            end--;
        }
        String shown = new String(whole, 0, end, StandardCharsets.UTF_8) + closing;
        return shown.substring(0, Math.min(shown.length(), Math.max(0, bytesMax)));
    }

    List<FileChange> changes(String before, String after) {
        List<String> records =
                checkout.repository()
                        .records(
                                "diff-tree",
                                "-r",
                                "-z",
                                "--numstat",
                                "--no-renames",
                                before,
                                after);
        List<FileChange> changes = new ArrayList<>();
        for (String record : records) {
            String[] parts = record.split("\t", 3);
            changes.add(new FileChange(parts[2], count(parts[0]), count(parts[1])));
        }
        return changes;
    }

    private static int count(String lines) {
        return lines.equals("-") ? 0 : Integer.parseInt(lines);
    }
}
