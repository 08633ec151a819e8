package dev.lorimer.govern.source;

import dev.lorimer.govern.tree.Tree;
import dev.lorimer.govern.tree.TreeChange;

/// Reads the trees of a history, one after the other, before they are judged: the index learns what
/// their files say, and nothing else. Not for several threads.
public final class Outrider {
    private final FactIndex index;
    private Layout layout;

    /// @param start the tree that the first change starts from
    public Outrider(FactIndex index, Tree start) {
        this.index = index;
        layout = Layout.of(start);
    }

    /// Reads the files of the tree after the next change.
    public FactReader next(TreeChange change) {
        var now = layout.after(change);
        layout = now;
        return new FactReader(index, change.after(), false, true, () -> now);
    }
}
