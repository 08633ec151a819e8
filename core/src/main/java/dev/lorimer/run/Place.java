package dev.lorimer.run;

import java.util.ArrayList;
import java.util.List;

/// Where a conversation may be cut: between two entries, when no call is open.
///
/// @param upTo the entry behind it
/// @param turns replies before it
/// @param said messages before it, of those that the fold began with
record Place(long upTo, int turns, int said) {

    /// All of them, in order, the one before the first entry left out.
    ///
    /// @param from the first entry that is not replaced by a summary
    /// @param turns replies before it
    /// @param entries from that one up to the last
    static List<Place> of(long from, int turns, List<Entry> entries) {
        var all = new ArrayList<Place>();
        var state = RunState.before(from, turns);
        var at = from;
        for (var entry : entries) {
            state = state.step(entry);
            at++;
            if (state.phase() instanceof Phase.Asking) {
                all.add(new Place(at, state.spend().turns(), state.conversation().tail().size()));
            }
        }
        return List.copyOf(all);
    }
}
