package dev.lorimer.govern.decision;

/// Where a decision stands in its life, and so how much it binds.
public sealed interface Status {
    /// Not decided yet: its constraints run in shadow, are recorded, and never block.
    record Proposed() implements Status {}

    /// Decided: its constraints bind.
    record Accepted() implements Status {}

    /// Still true, on its way out: its constraints warn at most.
    @SuppressWarnings("AvoidCommonTypeNames") // the word of all decision records
    record Deprecated() implements Status {}

    /// Replaced, by the decision named (empty when the record does not say by which): its
    /// constraints are off.
    record Superseded(String by) implements Status {}

    /// Decided against: its constraints are off.
    record Rejected() implements Status {}

    /// The record does not say, or not clearly: treated as proposed, and reported.
    record Unstated() implements Status {}

    /// The word for people and for JSON.
    default String word() {
        return switch (this) {
            case Proposed _ -> "proposed";
            case Accepted _ -> "accepted";
            case Deprecated _ -> "deprecated";
            case Superseded superseded ->
                    superseded.by().isEmpty() ? "superseded" : "superseded by " + superseded.by();
            case Rejected _ -> "rejected";
            case Unstated _ -> "unstated";
        };
    }
}
