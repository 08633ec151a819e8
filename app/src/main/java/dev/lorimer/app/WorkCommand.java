package dev.lorimer.app;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import dev.lorimer.models.Models;
import dev.lorimer.run.Entry;
import dev.lorimer.run.Listener;
import dev.lorimer.run.RunState;
import dev.lorimer.run.Timing;
import dev.lorimer.run.Worker;
import dev.lorimer.workspace.Home;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Works on whatever is due: what was started, answered, scheduled, or left by a dead worker.
@Command(
        name = "work",
        description =
                "Carries out queued runs, wakes waiting ones, takes over what a dead worker left.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Stops at SIGTERM or Ctrl-C within 10 seconds; what is not finished is gone on with by the next worker.",
            "",
            "Example:",
            "  lorimer work --parallel 4"
        })
final class WorkCommand implements Callable<Integer> {
    /// Model calls wait for the network most of the time, tools for two cores: so many keep a small
    /// machine busy.
    private static final int PARALLEL = 4;

    /// More than a machine's memory is good for.
    private static final int PARALLEL_MAX = 10_000;

    /// Below what service managers wait before they kill.
    private static final Duration STOP = Duration.ofSeconds(9);

    private final Console console;
    @Mixin final Places places = new Places();
    @Mixin final ModelOptions models = new ModelOptions();

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "How many runs work at once; default " + PARALLEL + ".")
    int parallel = PARALLEL;

    @Option(names = "--until-idle", description = "End when there is nothing to do now.")
    boolean untilIdle;

    WorkCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (parallel < 1 || parallel > PARALLEL_MAX) {
            throw Failure.usage(
                    "%d runs at once are impossible; give --parallel 1 to %d",
                    parallel, PARALLEL_MAX);
        }
        var home = places.serving(console);
        try (var source = models.models(console)) {
            var worker =
                    new Worker(
                            () -> DyingJournal.of(Places.journal(home, console), console),
                            (journal, run, stopping) ->
                                    proceed(home, journal, source, run, stopping),
                            new Told(),
                            Timing.system(),
                            parallel);
            console.progress("working on the runs in %s".formatted(home.path()));
            var main = Thread.currentThread();
            var hook = Thread.ofPlatform().unstarted(() -> stop(worker, main));
            Runtime.getRuntime().addShutdownHook(hook);
            try (var schedules = new Ticking(new Schedules(console, home), untilIdle)) {
                schedules.start();
                worker.work(untilIdle);
            }
        }
        return 0;
    }

    private static void stop(Worker worker, Thread main) {
        worker.stop();
        try {
            main.join(STOP);
        } catch (InterruptedException _) {
            // The process ends anyway.
        }
    }

    private void proceed(
            Home home, Journal journal, Models source, RunId run, AtomicBoolean stopping)
            throws InterruptedException {
        var stored = Stored.read(journal, run);
        var setup = models.overriding(stored.setup(), console);
        try (var work = Work.open(console, run, setup, home)) {
            var lineup = models.open(setup, source);
            var timeline = new Timeline(new Style(console.colour()), stored.state());
            work.run(journal, lineup, new Line(run, timeline)).proceed(run, stopping::get);
            KnownModels.keep(journal, source.health(), Instant.now());
        }
    }

    /// One run's progress among others'.
    private final class Line implements Listener {
        private final RunId run;
        private final Timeline timeline;

        Line(RunId run, Timeline timeline) {
            this.run = run;
            this.timeline = timeline;
        }

        @Override
        public void entry(Entry entry, RunState state, Instant at) {
            timeline.lines(entry, state).forEach(line -> console.progress(run + "  " + line));
        }
    }

    private final class Told implements Worker.Watch {
        @Override
        public void failed(RunId run, RuntimeException why, Duration wait) {
            console.progress(
                    "%s  can not go on, tried again in %d s: %s"
                            .formatted(run, wait.toSeconds(), Main.line(why)));
        }

        @Override
        public void stopped(JournalException why, Duration wait) {
            console.progress(
                    "all runs wait, the journal is opened again in %d s: %s"
                            .formatted(wait.toSeconds(), Main.line(why)));
        }
    }
}
