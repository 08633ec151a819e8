package dev.lorimer.govern.decision;

import dev.lorimer.govern.tree.PathGlob;
import java.util.List;

/// Tool calls in an order that must not occur in one run.
///
/// @param labels how a run comes by each label
/// @param steps what has to follow each other, other calls between
/// @param clearedBy calls that take every label away and begin the sequence anew
public record Sequence(List<Label> labels, List<Step> steps, List<Calls> clearedBy) {
    /// A label that a run carries from the first of these calls on.
    public record Label(String name, List<Calls> sources) {}

    /// One step of the order.
    public sealed interface Step {
        /// The run carries this label.
        record Labelled(String label) implements Step {}

        record Called(Calls calls) implements Step {}
    }

    /// Calls of tools, by every list that is not empty.
    ///
    /// @param tools names, `*` standing for any characters
    /// @param effects words for what a call does to the world, as in `network-egress`
    public record Calls(List<String> tools, List<PathGlob> paths, List<String> effects) {}
}
