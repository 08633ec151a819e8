package dev.lorimer.app;

import dev.lorimer.govern.verification.Signer;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import dev.lorimer.run.Entry;
import dev.lorimer.run.Listener;
import dev.lorimer.run.Phase;
import dev.lorimer.run.Question;
import dev.lorimer.run.RunState;
import dev.lorimer.workspace.Home;
import java.time.Instant;
import java.util.Optional;

/// Conducts a run in front of a person: progress on stderr while it works, the answer on stdout.
final class Conduct {
    private final Console console;
    private final Places places;
    private final ModelOptions models;
    private final Home home;
    private final Optional<Signer> signer;

    /// For runs that have begun.
    Conduct(Console console, Places places, ModelOptions models, Home home) {
        this(console, places, models, home, Optional.empty());
    }

    /// @param signer signs what is meant before a run begins
    Conduct(
            Console console,
            Places places,
            ModelOptions models,
            Home home,
            Optional<Signer> signer) {
        this.console = console;
        this.places = places;
        this.models = models;
        this.home = home;
        this.signer = signer;
    }

    int start(RunId run, String task, Setup setup, boolean land) throws InterruptedException {
        try (var journal = DyingJournal.of(Places.journal(home, console), console);
                var work = Work.open(console, run, setup, home);
                var source = models.models(console)) {
            Decisions.refuseBroken(work.law().decisionSet());
            var lineup = models.open(setup, source);
            var state =
                    work.run(journal, lineup, live(run, setup, RunState.EMPTY))
                            .start(run, frozen(run, task, setup, work), setup.json());
            KnownModels.keep(journal, source.health(), Instant.now());
            return ended(run, state, setup, land);
        }
    }

    int resume(RunId run, boolean land) throws InterruptedException {
        try (var journal = DyingJournal.of(Places.journal(home, console), console)) {
            var stored = Stored.read(journal, run);
            var setup = models.overriding(stored.setup(), console);
            try (var work = Work.open(console, run, setup, home);
                    var source = models.models(console)) {
                var lineup = models.open(setup, source);
                announce(run, setup);
                console.progress("taken up after %d entries".formatted(stored.length()));
                var again = work.run(journal, lineup, live(run, setup, stored.state()));
                var state = again.resume(run);
                KnownModels.keep(journal, source.health(), Instant.now());
                return ended(run, state, setup, land);
            }
        } catch (JournalException e) {
            if (e.kind() != JournalException.Kind.BUSY) {
                throw e;
            }
            throw Failure.no(
                    "%s; lorimer tail %s follows it, lorimer cancel %s ends it",
                    Main.line(e), run, run);
        }
    }

    /// Leaves the task to whoever works on this journal.
    int queue(RunId run, String task, Setup setup) throws InterruptedException {
        try (var journal = DyingJournal.of(Places.journal(home, console), console);
                var work = Work.inspect(console, run, setup);
                var source = models.models(console)) {
            Decisions.refuseBroken(work.law().decisionSet());
            var lineup = models.open(setup, source);
            var state =
                    work.run(journal, lineup, Listener.none())
                            .queue(run, frozen(run, task, setup, work), setup.json());
            if (places.json) {
                console.answer(Json.text(Summary.of(run, state, setup)));
            } else {
                console.answer(
                        "run %s: queued\nnext: lorimer work, then: lorimer tail %s\n"
                                .formatted(run, run));
            }
            return 0;
        }
    }

    private Entry.Task frozen(RunId run, String task, Setup setup, Work work) {
        if (signer.isEmpty()) {
            console.progress(
                    "the intent of this run is unsigned; lorimer keys new default makes a key that signs the next one");
        }
        return work.frozen(run, task, setup, signer);
    }

    private void announce(RunId run, Setup setup) {
        console.progress(
                "run %s on branch %s in %s"
                        .formatted(run, setup.place().branch(), setup.place().directory()));
    }

    private int ended(RunId run, RunState state, Setup setup, boolean land)
            throws InterruptedException {
        if (land && state.phase() instanceof Phase.Ended) {
            console.progress("landed: " + new Land(console, home).merge(run));
        }
        if (places.json) {
            console.answer(Json.text(Summary.of(run, state, setup)));
        } else {
            console.answer(answer(run, state));
        }
        return Summary.outcome(state.phase()).equals("done") ? 0 : Failure.NO;
    }

    private String answer(RunId run, RunState state) {
        var outcome = Summary.outcome(state.phase());
        var next =
                switch (state.phase()) {
                    case Phase.Waiting waiting -> {
                        var call = waiting.open().getFirst().id();
                        yield switch (waiting.question()) {
                            case Question.Approval _ ->
                                    "lorimer answer %s %s --approve (or --deny --note \"…\")"
                                            .formatted(run, call);
                            case Question.InDoubt _ ->
                                    "lorimer answer %s %s --done (or --not-done, %s--abandon)"
                                            .formatted(
                                                    run,
                                                    call,
                                                    waiting.question()
                                                                            instanceof
                                                                            Question.InDoubt doubt
                                                                    && doubt.undo().orElse(false)
                                                            ? "--undo, "
                                                            : "");
                        };
                    }
                    case Phase.Stuck stuck ->
                            "cure it (%s), then: lorimer resume %s".formatted(stuck.message(), run);
                    case Phase.Ended _ when outcome.equals("done") ->
                            "lorimer show %s, then: lorimer land %s".formatted(run, run);
                    case Phase.Ended _ -> "lorimer show %s".formatted(run);
                    case Phase.Unstarted _,
                            Phase.Baseline _,
                            Phase.Asking _,
                            Phase.Silent _,
                            Phase.Dispatching _,
                            Phase.Performing _,
                            Phase.Undoing _,
                            Phase.Parked _,
                            Phase.Decided _,
                            Phase.Compensating _,
                            Phase.Compacting _ ->
                            "lorimer resume %s".formatted(run);
                };
        return "run %s: %s\nnext: %s\n".formatted(run, outcome, next);
    }

    /// Goes on below what the journal already holds.
    private Listener live(RunId run, Setup setup, RunState earlier) {
        return new Live(run, setup, new Timeline(new Style(console.colour()), earlier));
    }

    private final class Live implements Listener {
        private final RunId run;
        private final Setup setup;
        private final Timeline timeline;

        Live(RunId run, Setup setup, Timeline timeline) {
            this.run = run;
            this.setup = setup;
            this.timeline = timeline;
        }

        @Override
        public void entry(Entry entry, RunState state, Instant at) {
            if (entry instanceof Entry.Started) {
                // Only now: whoever has read the name can go on with the run, whatever happens.
                announce(run, setup);
            }
            timeline.lines(entry, state).forEach(console::progress);
        }
    }
}
