package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Mode;
import dev.lorimer.govern.decision.Sequence;
import dev.lorimer.govern.decision.Sequence.Calls;
import dev.lorimer.govern.decision.Sequence.Step;
import dev.lorimer.govern.decision.Star;
import dev.lorimer.govern.decision.Trace;
import dev.lorimer.govern.decision.Trace.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Looks for calls in an order that must not occur. A function of the calls alone: labels are
/// computed anew from the first call on, so nothing has to be remembered.
final class TraceCheck {
    private enum Fit {
        NO,
        /// Nobody can tell what the call does.
        PERHAPS,
        YES
    }

    private final Sequence sequence;
    private final Mode mode;

    TraceCheck(Sequence sequence, Mode mode) {
        this.sequence = sequence;
        this.mode = mode;
    }

    /// A completed order is charged to the call that completes it: to the last call alone, since
    /// earlier ones were judged when they were the last; in mode absolute, to each.
    Sighting look(Trace trace) {
        return switch (trace) {
            case Trace.Untold _ ->
                    Sighting.gap(
                            "",
                            0,
                            "nobody said which tool calls there were, so their order can't be judged; hand the run's calls to the judge");
            case Trace.Told told -> look(told.calls());
        };
    }

    private Sighting look(List<Call> calls) {
        var found = new ArrayList<Violation>();
        var gaps = new ArrayList<Gap>();
        var labels = new TreeSet<String>();
        int sure = 0;
        int perhaps = 0;
        for (int i = 0; i < calls.size(); i++) {
            var call = calls.get(i);
            if (sequence.clearedBy().stream().anyMatch(one -> fit(one, call) == Fit.YES)) {
                labels.clear();
                sure = 0;
                perhaps = 0;
                continue;
            }
            labels.addAll(call.labels());
            acquire(labels, call);
            boolean counts = mode == Mode.ABSOLUTE || i == calls.size() - 1;
            sure = next(sure, call, labels, Fit.YES);
            perhaps = Math.max(sure, next(perhaps, call, labels, Fit.PERHAPS));
            int last = sequence.steps().size();
            if (counts && sure == last) {
                found.add(violation(call, i));
            } else if (counts && perhaps == last) {
                gaps.add(gap(call));
            }
            // The last step may be repeated: each time it completes the order.
            sure = Math.min(sure, last - 1);
            perhaps = Math.min(perhaps, last - 1);
        }
        return new Sighting(found, gaps);
    }

    private void acquire(Set<String> labels, Call call) {
        for (var label : sequence.labels()) {
            if (label.sources().stream().anyMatch(one -> fit(one, call) != Fit.NO)) {
                labels.add(label.name());
            }
        }
    }

    /// How many steps are done after this call. A label is a state and takes no call of its own, so
    /// a call that reads a secret and sends it away at once is seen.
    private int next(int done, Call call, Set<String> labels, Fit least) {
        int step = done;
        while (step < sequence.steps().size()
                && sequence.steps().get(step) instanceof Step.Labelled labelled
                && labels.contains(labelled.label())) {
            step++;
        }
        boolean called =
                step < sequence.steps().size()
                        && sequence.steps().get(step) instanceof Step.Called wanted
                        && fit(wanted.calls(), call).compareTo(least) >= 0;
        return called ? step + 1 : step;
    }

    private static Fit fit(Calls wanted, Call call) {
        boolean named =
                wanted.tools().isEmpty()
                        || wanted.tools().stream().anyMatch(one -> Star.matches(one, call.tool()));
        boolean placed =
                wanted.paths().isEmpty()
                        || call.paths().stream()
                                .anyMatch(path ->
                                        wanted.paths().stream().anyMatch(one -> one.matches(path)));
        if (!named || !placed) {
            return Fit.NO;
        }
        if (wanted.effects().isEmpty()
                || wanted.effects().stream().anyMatch(call.effects()::contains)) {
            return Fit.YES;
        }
        boolean open = call.effects().isEmpty() || call.effects().contains("opaque");
        return open ? Fit.PERHAPS : Fit.NO;
    }

    private Violation violation(Call call, int index) {
        var order = RuleText.order(sequence);
        return new Violation(
                "",
                0,
                "run",
                call.tool(),
                order + (mode == Mode.ABSOLUTE ? " at call " + (index + 1) : ""),
                "call %s of tool \"%s\" completes an order that must not occur: %s"
                        .formatted(index + 1, call.tool(), order));
    }

    private Gap gap(Call call) {
        return new Gap(
                "",
                0,
                "nobody can tell what a call of tool \"%s\" does, so it may complete an order that must not occur: %s; declare the tool's effect, or ask a person"
                        .formatted(call.tool(), RuleText.order(sequence)));
    }
}
