package dev.lorimer.govern;

import dev.lorimer.govern.git.History.Commit;
import java.util.List;
import java.util.Optional;

/// What history did to decisions: which commit brought which finding, and which took it away.
///
/// @param commits all that were walked, the oldest first
/// @param episodes in the order in which they began, those from before the walk first
/// @param trends one for each constraint, in the order of their ids
/// @param law the hash of the decisions that history was held against
public record Drift(List<Commit> commits, List<Episode> episodes, List<Trend> trends, String law) {
    /// A finding from its first commit to its last.
    ///
    /// @param brought empty when it was there before the walk
    /// @param removed empty when it is there still
    /// @param lawful whether the decision bound already when the finding came
    public record Episode(
            Finding finding, Optional<Commit> brought, Optional<Commit> removed, boolean lawful) {
        public boolean isOpen() {
            return removed.isEmpty();
        }
    }

    /// How many findings of one constraint were open.
    ///
    /// @param open after each commit, as many numbers as there are commits
    /// @param start before the first commit
    /// @param undecided files that could not be judged, after the last commit
    /// @param momentary whether it is about changes and not about files: its findings are counted
    ///   where they happened and are never open
    public record Trend(
            String constraint,
            String title,
            int start,
            List<Integer> open,
            int undecided,
            boolean momentary) {
        public Trend {
            open = List.copyOf(open);
        }

        public int end() {
            return open.isEmpty() ? start : open.getLast();
        }
    }

    /// Those that are there still.
    public List<Episode> open() {
        return episodes.stream().filter(Episode::isOpen).toList();
    }
}
