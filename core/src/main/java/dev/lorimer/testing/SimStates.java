package dev.lorimer.testing;

import dev.lorimer.run.Phase;
import dev.lorimer.run.Recorded;
import dev.lorimer.run.RunState;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where the runs of a history are, as the disk says, and whether that is so.
final class SimStates {
    /// More than any history has.
    private static final int RUNS_MAX = 100;

    private final SimWatch watch;
    private final Map<String, Folded> folded = new HashMap<>();

    /// The files of each run when a paused process went on last.
    private final Map<String, String> returned = new HashMap<>();

    SimStates(SimWatch watch) {
        this.watch = watch;
    }

    /// A process was paused, and goes on now.
    void paused(SimTask task) {
        returned.put(task.name(), task.files().snapshot());
    }

    /// A run that its only owner leaves is where its journal says: its files too, unless a call has
    /// the say about them.
    void left(SimTask task, RunState state) {
        watch.hold(
                Optional.of(state).equals(of(task)),
                "I9",
                "run %s is left as %s and found as %s".formatted(task.run(), state, of(task)));
        var sayOfCall = state.phase().intended().isPresent();
        watch.hold(
                sayOfCall || task.files().snapshot().equals(state.work().tree()),
                "I9",
                "run %s is left in %s with the files %s and speaks of %s"
                        .formatted(
                                task.run(),
                                state.phase(),
                                task.files().snapshot(),
                                state.work().tree()));
    }

    /// A process that went on beside its successor has changed no file.
    void untouched(SimTask task) {
        watch.hold(
                task.files().snapshot().equals(returned.get(task.name())),
                "I1",
                "a process that does not own run %s any more made its files %s of %s"
                        .formatted(task.run(), task.files().snapshot(), returned.get(task.name())));
    }

    /// Whoever was spoken to is woken.
    void awake(SimTask task, Instant now) {
        var asleep =
                watch.disk().head(task.run()).filter(head -> head.owner().isEmpty()).isPresent()
                        && of(task).filter(state -> state.phase() instanceof Phase.Parked)
                                .filter(state -> !state.conversation().deferred().isEmpty())
                                .isPresent()
                        && !watch.disk().due(now, RUNS_MAX).contains(task.run());
        watch.hold(
                !asleep,
                "I3",
                "run %s sleeps on, although a person has spoken to it".formatted(task.run()));
    }

    boolean over(SimTask task) {
        return watch.disk()
                .head(task.run())
                .filter(head -> OVER.contains(head.status()))
                .isPresent();
    }

    private static final Set<String> OVER = Set.of("done", "failed", "cancelled", "exhausted");

    /// The state of a run, and the number of lines it was folded from.
    private record Folded(RunState state, long lines) {}

    /// What the disk says about a run; nothing when it was not taken yet, or can not be read.
    Optional<RunState> of(SimTask task) {
        if (watch.disk().head(task.run()).filter(head -> head.entries() > 0).isEmpty()) {
            return Optional.empty();
        }
        try {
            // Each line is folded once: what is on the disk does not change.
            var before = folded.getOrDefault(task.name(), new Folded(RunState.EMPTY, 0));
            var state = before.state();
            var lines = before.lines();
            for (var recorded : Recorded.read(watch.disk(), task.run(), lines, Long.MAX_VALUE)) {
                state = state.after(recorded.entry());
                lines++;
            }
            folded.put(task.name(), new Folded(state, lines));
            return Optional.of(state);
        } catch (IllegalStateException e) {
            watch.hold(false, "I9", "run %s: %s".formatted(task.run(), e.getMessage()));
            return Optional.empty();
        }
    }
}
