package dev.lorimer.testing;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.RunId;
import dev.lorimer.tool.Tool.Attempt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Watches one simulated history: what was promised to whom, what was seen, and what of it does not
/// fit together. It notes a violation and lets the history go on to a place where it can stop.
final class SimWatch {
    /// More than one are consequences of the first.
    private static final int VIOLATIONS_MAX = 5;

    /// The longest history seen has 3,000 lines; one that never ends should not fill the memory.
    private static final int TRACE_MAX = 20_000;

    private final MemoryJournal disk;
    private final boolean tracing;
    private final List<String> trace = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();

    private final Map<String, Long> epochs = new HashMap<>();
    private final Map<String, List<Journal.Draft>> acknowledged = new HashMap<>();
    private final Map<String, String> failing = new HashMap<>();
    private final Map<String, Integer> approvals = new HashMap<>();
    private final Map<String, List<String>> said = new HashMap<>();
    private final Map<String, Boolean> cancels = new HashMap<>();

    /// @param disk a view that never dies
    SimWatch(MemoryJournal disk, boolean tracing) {
        this.disk = disk;
        this.tracing = tracing;
    }

    void hold(boolean holds, String invariant, String violation) {
        if (!holds && violations.size() < VIOLATIONS_MAX) {
            violations.add(invariant + ": " + violation);
            note("VIOLATION " + invariant + ": " + violation);
        }
    }

    void note(String line) {
        if (tracing && trace.size() < TRACE_MAX) {
            trace.add(line);
        }
    }

    boolean tracing() {
        return tracing;
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    List<String> trace() {
        return List.copyOf(trace);
    }

    /// A run has a new owner.
    void owned(String run, long epoch) {
        epochs.merge(run, epoch, Math::max);
    }

    /// The newest epoch of a run.
    long epoch(String run) {
        return epochs.getOrDefault(run, 0L);
    }

    /// An effect is about to happen: its intent must be the last thing on the disk, and its owner
    /// the newest.
    void acting(String tool, Attempt attempt) {
        note("  effect of %s %s".formatted(attempt.marker(), tool));
        var lines = lines(attempt.marker());
        // A message may be heard at any time.
        var last =
                lines.reversed().stream()
                        .filter(line -> !line.draft().kind().equals("heard"))
                        .findFirst();
        hold(
                last.filter(line -> line.draft().kind().equals("intended"))
                        .filter(line -> line.draft().json().contains(attempt.key()))
                        .isPresent(),
                "I10",
                "%s of run %s takes effect, and the last thing on disk is %s"
                        .formatted(tool, attempt.marker(), last.map(line -> line.draft().kind())));
        newest(tool, attempt);
    }

    /// An effect is about to be taken back.
    void undoing(Attempt attempt) {
        note("  undo of %s %s".formatted(attempt.marker(), attempt.key()));
        newest("an undo", attempt);
    }

    private void newest(String what, Attempt attempt) {
        hold(
                attempt.fence().epoch() == epoch(attempt.marker()),
                "I1",
                "%s of run %s takes effect under epoch %d, and the newest is %d"
                        .formatted(
                                what,
                                attempt.marker(),
                                attempt.fence().epoch(),
                                epoch(attempt.marker())));
    }

    /// These lines were acknowledged to whoever appended them.
    void acknowledged(RunId run, List<Journal.Draft> drafts) {
        acknowledged.computeIfAbsent(run.value(), _ -> new ArrayList<>()).addAll(drafts);
        for (var draft : drafts) {
            note("  %s + %s %s".formatted(run, draft.kind(), draft.json()));
            failure(run.value(), draft);
        }
    }

    /// The model fails a request, with that kind.
    void failing(String run, String kind) {
        failing.put(run, kind);
    }

    /// The process that asked went away before it could record anything.
    void gone(String run) {
        failing.remove(run);
    }

    private void failure(String run, Journal.Draft draft) {
        var kind = Optional.ofNullable(failing.get(run));
        if (draft.kind().equals("heard")) {
            return;
        }
        if (kind.isEmpty() && foundByTheHarness(draft)) {
            return;
        }
        var recorded = draft.kind().equals("faltered");
        hold(
                recorded == kind.isPresent()
                        && (kind.isEmpty() || draft.json().contains("\"" + kind.get() + "\"")),
                "I6",
                "run %s records %s %s where the model's failure was %s"
                        .formatted(run, draft.kind(), draft.json(), kind));
        failing.remove(run);
    }

    /// A conversation that does not fit, a summary that is none, a route that admits nobody: what
    /// goes wrong without a failing model.
    private static boolean foundByTheHarness(Journal.Draft draft) {
        return draft.kind().equals("faltered")
                && (draft.json().contains("\"next\":\"COMPACT\"")
                        || draft.json().contains("have no room beside")
                        || draft.json().contains("no model of the route may serve"));
    }

    void approved(String run, String call) {
        approvals.merge(run + "/" + call, 1, Integer::sum);
    }

    int approvals(String run, String call) {
        return approvals.getOrDefault(run + "/" + call, 0);
    }

    boolean anyApproval(String run) {
        return approvals.keySet().stream().anyMatch(key -> key.startsWith(run + "/"));
    }

    void said(String run, String text) {
        said.computeIfAbsent(run, _ -> new ArrayList<>()).add(text);
    }

    /// What persons have said to a run, and were told that it was taken.
    List<String> said(String run) {
        return said.getOrDefault(run, List.of());
    }

    void cancelled(String run, boolean undo) {
        cancels.merge(run, undo, (before, now) -> before);
    }

    /// Whether a run was cancelled, and if so, whether with an undo.
    Optional<Boolean> cancel(String run) {
        return Optional.ofNullable(cancels.get(run));
    }

    List<Journal.Draft> acknowledged(String run) {
        return acknowledged.getOrDefault(run, List.of());
    }

    /// A view that never dies.
    MemoryJournal disk() {
        return disk;
    }

    List<Journal.Line> lines(String run) {
        return disk.read(new RunId(run), 0);
    }
}
