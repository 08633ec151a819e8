package dev.lorimer.govern;

import java.util.List;

/// What a verdict rests on. The same trees, decisions and inquiry give the same evidence, bit for
/// bit.
///
/// @param findings everything found, sorted, whether it blocks or not
/// @param granted findings that were let pass by their identities
/// @param waived findings that a waiver lets pass
/// @param decisions the hash of the decision set
/// @param before the id of the tree before the change
/// @param after the id of the tree after it
public record Evidence(
        List<Finding> findings,
        List<Finding> granted,
        List<Waived> waived,
        String decisions,
        String before,
        String after) {
    /// Without waivers.
    public Evidence(
            List<Finding> findings,
            List<Finding> granted,
            String decisions,
            String before,
            String after) {
        this(findings, granted, List.of(), decisions, before, after);
    }
}
