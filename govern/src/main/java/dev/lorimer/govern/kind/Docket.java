package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Engines;
import dev.lorimer.govern.decision.Trace;
import dev.lorimer.govern.source.FactIndex;
import dev.lorimer.govern.tree.Tree;
import dev.lorimer.govern.tree.TreeChange;

/// Everything that one judgement looks at: the change, its two sides, and what has been read of
/// them so far. Not for several threads.
///
/// @param trace the tool calls of the run, as far as they were told
/// @param example whether the change is an example in a decision record: a fragment, in which a
///   scope may be empty and imports may be missing
public record Docket(
        TreeChange change, Side before, Side after, Engines engines, Trace trace, boolean example) {
    public static Docket of(
            Tree before, Tree after, Engines engines, FactIndex index, Trace trace, boolean example) {
        return new Docket(
                TreeChange.between(before, after),
                new Side(before, index.of(before, example)),
                new Side(after, index.of(after, example)),
                engines,
                trace,
                example);
    }
}
