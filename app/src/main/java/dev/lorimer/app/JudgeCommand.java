package dev.lorimer.app;

import dev.lorimer.govern.Inquiry;
import dev.lorimer.govern.Judge;
import dev.lorimer.govern.Report;
import dev.lorimer.govern.Verdict;
import dev.lorimer.govern.cel.CelExpressions;
import dev.lorimer.govern.decision.Actor;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Phase;
import dev.lorimer.govern.git.Git;
import dev.lorimer.govern.git.GitTree;
import dev.lorimer.govern.git.WorktreeSnapshot;
import dev.lorimer.govern.source.FactIndex;
import dev.lorimer.govern.source.FactStore;
import dev.lorimer.govern.tongues.TreeSitter;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Holds any change against the recorded decisions, without a run.
@Command(
        name = "judge",
        description = {
            "Holds a change against the decisions recorded at its base.",
            "Exit 0: allowed. 1: denied, or needs approval. 2: asked wrongly. 3: our fault."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  lorimer judge                         the working tree against HEAD",
            "  lorimer judge --base main             the working tree against where it left main",
            "  lorimer judge --base main --head HEAD --format json"
        })
final class JudgeCommand implements Callable<Integer> {
    private final Console console;
    @Mixin final Places places = new Places();

    @Option(
            names = "--base",
            paramLabel = "REV",
            defaultValue = "HEAD",
            description = "Where the change starts: its merge base with the head; default HEAD.")
    String base = "HEAD";

    @ArgGroup @Nullable Head head;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json.")
    String format = "text";

    @Option(
            names = "--actor",
            paramLabel = "WHO",
            description = "Who made the change: agent or human; default: nobody said.")
    @Nullable String actor;

    @Option(
            names = "--date",
            paramLabel = "YYYY-MM-DD",
            description = "The day to judge by; default: today, UTC.")
    @Nullable LocalDate date;

    JudgeCommand(Console console) {
        this.console = console;
    }

    /// Where the change ends.
    static final class Head {
        @Option(names = "--head", paramLabel = "REV", description = "A commit or branch.")
        @Nullable String revision;

        @Option(
                names = "--worktree",
                description = "The files as they are now, untracked ones too (the default).")
        boolean worktree;
    }

    @Override
    public Integer call() {
        var json = json();
        var git = Repositories.git(places.directory(console));
        var verdict =
                head == null || head.revision == null ? worktree(git) : between(git, head.revision);
        console.answer(json ? Report.json(verdict) : Report.text(verdict));
        return switch (verdict) {
            case Verdict.Allow _ -> 0;
            case Verdict.Deny _, Verdict.Escalate _ -> Failure.NO;
        };
    }

    private boolean json() {
        return switch (format) {
            case "json" -> true;
            case "text" -> places.json;
            default -> throw Failure.usage("format \"%s\" is not known; take text or json", format);
        };
    }

    private Verdict worktree(Git git) {
        var start = start(git, "HEAD");
        try (var snapshot = WorktreeSnapshot.of(git);
                var before = GitTree.of(snapshot.git(), start);
                var after = GitTree.of(snapshot.git(), snapshot.tree())) {
            return judged(before, after);
        }
    }

    private Verdict between(Git git, String end) {
        try (var before = GitTree.of(git, start(git, end));
                var after = GitTree.of(git, end)) {
            return judged(before, after);
        }
    }

    /// The law is that of the point where the change left its base, so that what others have done
    /// there since is charged to nobody here. Unrelated trees are compared as they are.
    private String start(Git git, String end) {
        var common = git.tryRun("merge-base", "--end-of-options", base, end);
        return common.exit() == 0 ? common.text().strip() : base;
    }

    private Verdict judged(GitTree before, GitTree after) {
        var expressions = new CelExpressions();
        var day = date == null ? LocalDate.now(ZoneOffset.UTC) : date;
        return new Judge(expressions, new FactIndex(new TreeSitter(), FactStore.none()))
                .judge(
                        DecisionSet.read(before, expressions),
                        before,
                        after,
                        new Inquiry(Phase.CI, day, who(), Set.of()));
    }

    private Actor who() {
        return switch (actor == null ? "" : actor) {
            case "" -> new Actor.Unknown();
            case "agent" -> new Actor.Agent("unnamed");
            case "human" -> new Actor.Human("unnamed");
            default -> throw Failure.usage("actor \"%s\" is not known; take agent or human", actor);
        };
    }
}
