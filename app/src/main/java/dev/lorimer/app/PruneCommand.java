package dev.lorimer.app;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.Journal.Head;
import dev.lorimer.journal.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Gives back the space of old runs.
@Command(
        name = "prune",
        description = "Removes the entries of old runs that have ended, and keeps the evidence.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Kept of each run: task, outcome, verdicts, answers, and the hash that covers its entries.",
            "Branches and commits are not touched.",
            "",
            "Example:",
            "  lorimer prune --older-than 30d --state done --dry-run"
        })
final class PruneCommand implements Callable<Integer> {
    private static final List<String> STATES = List.of("done", "failed", "cancelled", "exhausted");

    private final Console console;
    @Mixin final Places places = new Places();

    @Option(
            names = "--older-than",
            paramLabel = "AGE",
            description = "Ended so long ago, as 90d, 12h or 30m; default 90d.")
    String age = "90d";

    @Option(
            names = "--state",
            paramLabel = "STATE",
            split = ",",
            description = "Only these: done, failed, cancelled, exhausted; default all four.")
    List<String> states = STATES;

    @Option(names = "--dry-run", description = "Only say what would be removed.")
    boolean dry;

    PruneCommand(Console console) {
        this.console = console;
    }

    /// As scripts see it.
    ///
    /// @param bytes about how much space was given back
    record Pruned(List<String> runs, long bytes, boolean dryRun) {}

    @Override
    public Integer call() {
        var limit = Instant.now().minus(duration());
        for (var state : states) {
            if (!STATES.contains(state)) {
                throw Failure.usage(
                        "\"%s\" is no state that ends a run; there are %s",
                        state, String.join(", ", STATES));
            }
        }
        var home = places.serving(console);
        if (!Places.hasJournal(home)) {
            console.answer(
                    places.json ? Json.text(new Pruned(List.of(), 0, dry)) : "no runs here yet\n");
            return 0;
        }
        try (var journal = Places.journal(home, console)) {
            var old = old(journal, limit);
            var bytes = dry ? 0 : prune(journal, old);
            tell(old, bytes);
        }
        return 0;
    }

    private List<RunId> old(Journal journal, Instant limit) {
        return journal.runs(Integer.MAX_VALUE).stream()
                .filter(head -> states.contains(head.status()))
                .filter(head -> head.updated().isBefore(limit) && head.owner().isEmpty())
                .map(Head::run)
                .filter(run -> journal.evidence(run).isEmpty())
                .toList();
    }

    private static long prune(Journal journal, List<RunId> old) {
        for (var run : old) {
            var now = Instant.now();
            journal.prune(run, Json.line(Kept.of(journal, run, now)), now);
        }
        return old.isEmpty() ? 0 : journal.sweep();
    }

    private void tell(List<RunId> old, long bytes) {
        if (places.json) {
            var runs = old.stream().map(RunId::value).toList();
            console.answer(Json.text(new Pruned(runs, bytes, dry)));
            return;
        }
        old.forEach(run -> console.answer(run.value()));
        console.answer(
                dry
                        ? "%d runs would be pruned\n".formatted(old.size())
                        : "%d runs pruned, about %,d KB given back\n"
                                .formatted(old.size(), bytes >> 10));
    }

    private Duration duration() {
        try {
            return OwnRules.time(age);
        } catch (IllegalArgumentException e) {
            throw Failure.usage("--older-than: %s", e.getMessage());
        }
    }
}
