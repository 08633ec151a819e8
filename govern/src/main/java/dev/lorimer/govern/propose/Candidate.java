package dev.lorimer.govern.propose;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// A rule that seems to hold, before the judge has said so.
///
/// @param score what orders candidates of one sort, the most first
/// @param blocks the constraint, as keys and values; where there are several, the first that holds
///   counts
record Candidate(
        Sort sort, long score, Prose prose, Evidence evidence, List<Map<String, Object>> blocks) {
    static final Comparator<Candidate> ORDER =
            Comparator.comparing(Candidate::sort)
                    .thenComparing(Comparator.comparingLong(Candidate::score).reversed())
                    .thenComparing(candidate -> candidate.prose().slug());

    /// What the record says to people.
    ///
    /// @param subject the name of what it is about
    /// @param slug the constraint's id, and the file's name
    record Prose(String subject, String slug, String title, String context, String decision) {}
}
