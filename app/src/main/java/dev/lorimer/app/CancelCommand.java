package dev.lorimer.app;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import dev.lorimer.run.Desk;
import dev.lorimer.run.Listener;
import dev.lorimer.run.Phase;
import dev.lorimer.run.RunState;
import dev.lorimer.run.Timing;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Cancels a run.
@Command(
        name = "cancel",
        description = "Ends a run, also one that another process works on.",
        mixinStandardHelpOptions = true)
final class CancelCommand implements Callable<Integer> {
    /// A worker looks four times a second and then kills its processes, which takes moments.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration LOOK = Duration.ofMillis(200);

    private final Console console;
    @Mixin final Places places = new Places();

    @Parameters(paramLabel = "RUN", description = "Its name, or the beginning of it.")
    String run = "";

    @Option(
            names = "--undo",
            description = "First take back, the last one first, what its tools can take back.")
    boolean undo;

    CancelCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        var at = places.locate(run, console);
        try (var journal = Places.journal(at.home(), console)) {
            var stored = Stored.read(journal, at.run());
            if (stored.state().phase() instanceof Phase.Ended) {
                throw Failure.usage("run %s has ended already; see lorimer show %s", at.run(), run);
            }
            var state = cancelled(at, stored, journal);
            if (places.json) {
                console.answer(Json.text(Summary.of(at.run(), state, stored.setup())));
            } else {
                console.answer("run %s: cancelled".formatted(at.run()));
            }
        }
        return 0;
    }

    private RunState cancelled(Places.Located at, Stored stored, Journal journal)
            throws InterruptedException {
        var desk = new Desk(journal, Timing.system(), Listener.none());
        if (!undo) {
            try (var work = Work.inspect(console, at.run(), stored.setup())) {
                return desk.cancel(at.run(), work.scene());
            } catch (JournalException e) {
                if (e.kind() != JournalException.Kind.BUSY) {
                    throw e;
                }
            }
        }
        desk.askToStop(at.run(), undo);
        return undo ? takenBack(at, stored, journal) : awaited(journal, at.run());
    }

    /// Whoever owns the run takes back; when nobody does, we do.
    private RunState takenBack(Places.Located at, Stored stored, Journal journal)
            throws InterruptedException {
        try (var work = Work.open(console, at.run(), stored.setup(), at.home())) {
            return work.run(journal, Lineup.none(), Listener.none()).proceed(at.run(), () -> false);
        } catch (JournalException e) {
            if (e.kind() != JournalException.Kind.BUSY) {
                throw e;
            }
            return awaited(journal, at.run());
        }
    }

    private RunState awaited(Journal journal, RunId id) throws InterruptedException {
        var looks = PATIENCE.dividedBy(LOOK);
        for (long look = 0; look < looks; look++) {
            var state = Stored.read(journal, id).state();
            if (state.phase() instanceof Phase.Ended) {
                return state;
            }
            Thread.sleep(LOOK);
        }
        throw Failure.fault(
                "run %s was asked to stop and has not within %d s; it will at its next step",
                id, PATIENCE.toSeconds());
    }
}
