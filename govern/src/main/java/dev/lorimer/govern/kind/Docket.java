package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.govern.source.FactIndex;
import dev.lorimer.govern.tree.Tree;
import dev.lorimer.govern.tree.TreeChange;

/// Everything that one judgement looks at: the change, its two sides, and what has been read of
/// them so far. Not for several threads.
///
/// @param example whether the change is an example in a decision record: a fragment, in which a
///   scope may be empty and imports may be missing
public record Docket(
        TreeChange change, Side before, Side after, Expressions expressions, boolean example) {
    /// @param index what is known of files already
    public static Docket of(
            Tree before, Tree after, Expressions expressions, FactIndex index, boolean example) {
        return new Docket(
                TreeChange.between(before, after),
                new Side(before, index.of(before, example)),
                new Side(after, index.of(after, example)),
                expressions,
                example);
    }
}
