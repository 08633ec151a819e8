package dev.lorimer.app;

import dev.lorimer.govern.Evidence;
import dev.lorimer.govern.Finding;
import dev.lorimer.govern.Inquiry;
import dev.lorimer.govern.Verdict;
import dev.lorimer.govern.decision.Actor;
import dev.lorimer.govern.decision.Phase;
import dev.lorimer.govern.git.Git;
import dev.lorimer.govern.git.GitTree;
import dev.lorimer.journal.RunId;
import dev.lorimer.run.Desk;
import dev.lorimer.run.Entry;
import dev.lorimer.run.Listener;
import dev.lorimer.run.Outcome;
import dev.lorimer.run.RunState;
import dev.lorimer.run.Seal;
import dev.lorimer.run.Timing;
import dev.lorimer.run.Verification;
import dev.lorimer.workspace.Home;
import dev.lorimer.workspace.Landing;
import dev.lorimer.workspace.Landing.Landed;
import dev.lorimer.workspace.Place;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;

/// Brings a run's change to the user: only that of a run that is done, and only after the whole
/// change has been reviewed once more, against what it lands on.
final class Land {
    private final Console console;
    private final Home home;

    Land(Console console, Home home) {
        this.console = console;
        this.home = home;
    }

    /// Merges into the user's branch, or writes into the plain folder.
    ///
    /// @return what happened, in words
    String merge(RunId run) {
        try (var journal = Places.journal(home, console)) {
            var stored = Stored.read(journal, run);
            review(run, stored);
            var place = stored.setup().place();
            var clock = Timing.system().clock();
            var words = words(Landing.merge(place, clock));
            new Desk(journal, Timing.system(), Listener.none())
                    .landed(run, new Entry.Landed("merge", words));
            return words;
        }
    }

    /// The reviewed change as a patch.
    byte[] patch(RunId run) {
        try (var journal = Places.journal(home, console)) {
            var stored = Stored.read(journal, run);
            review(run, stored);
            return Landing.patch(stored.setup().place());
        }
    }

    private void review(RunId run, Stored stored) {
        var state = stored.state();
        if (!(state.phase() instanceof dev.lorimer.run.Phase.Ended(Outcome.Done _))) {
            throw Failure.no(
                    "run %s is %s, and only a run that is done can land; see lorimer show %s",
                    run, Summary.outcome(state.phase()), run);
        }
        if (state.verification() instanceof Verification.Unverified) {
            console.progress("no verifier has looked at this change: it lands unverified");
        }
        try (var work = Work.inspect(console, run, stored.setup())) {
            // A process that died between its last entry and its commit left that to us.
            Seal.seal(run, state, work.workspace());
            var granted = state.ledger().grantedAtAll();
            refuse(run, work.law().review(state.work().tree(), granted));
            merged(run, stored.setup().place(), state);
        }
    }

    /// Others may have changed the branch since: then the result of the merge is judged too, by the
    /// law as it stands there now.
    private static void merged(RunId run, Place place, RunState state) {
        if (place.origin() != Place.OriginKind.REPOSITORY) {
            return;
        }
        var git = Git.in(place.directory());
        var target = Git.in(java.nio.file.Path.of(place.top()));
        var head = target.text("rev-parse", "HEAD");
        if (head.equals(place.base())) {
            return;
        }
        var merge = target.tryRun("merge-tree", "--write-tree", head, place.branch());
        if (merge.exit() != 0) {
            // Landing names the files that collide.
            return;
        }
        var chambers = new Chambers();
        var result = merge.text().lines().findFirst().orElse("").strip();
        try (var before = GitTree.of(git, head);
                var after = GitTree.of(git, result)) {
            var inquiry =
                    new Inquiry(
                            Phase.FINISH,
                            LocalDate.now(ZoneOffset.UTC),
                            new Actor.Agent("lorimer"),
                            state.ledger().grantedAtAll());
            refuse(run, chambers.judge().judge(chambers.law(before), before, after, inquiry));
        }
    }

    private static void refuse(RunId run, Verdict verdict) {
        switch (verdict) {
            case Verdict.Allow _ -> {}
            case Verdict.Deny deny ->
                    throw Failure.no("run %s does not land: %s", run, findings(deny.evidence()));
            case Verdict.Escalate ask ->
                    throw Failure.no(
                            "run %s does not land without a person's approval: %s",
                            run, findings(ask.evidence()));
        }
    }

    private static String findings(Evidence evidence) {
        return evidence.findings().stream()
                .filter(Finding::blocks)
                .map(f -> "%s: %s %s".formatted(f.constraint(), f.place(), f.message()))
                .collect(Collectors.joining("; "));
    }

    private static String words(Landed landed) {
        return switch (landed) {
            case Landed.Merged merged ->
                    "%s to commit %s"
                            .formatted(
                                    merged.fastForward() ? "moved forward" : "merged",
                                    merged.commit().substring(0, 12));
            case Landed.Applied applied -> "wrote " + names(applied.files());
            case Landed.Already _ -> "was there already";
            case Landed.Nothing _ -> "nothing to land: the run changed no file";
        };
    }

    private static String names(List<String> files) {
        return files.size() + (files.size() == 1 ? " file" : " files");
    }
}
