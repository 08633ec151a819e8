package dev.lorimer.govern;

/// Whether a change stands.
public sealed interface Verdict {
    Evidence evidence();

    /// Nothing stands in the way.
    record Allow(Evidence evidence) implements Verdict {}

    /// At least one finding of severity deny.
    record Deny(Evidence evidence) implements Verdict {}

    /// No finding denies, and at least one has to be put before a person.
    record Escalate(Evidence evidence) implements Verdict {}

    /// The word for people and for JSON: allow, deny, escalate.
    default String word() {
        return switch (this) {
            case Allow _ -> "allow";
            case Deny _ -> "deny";
            case Escalate _ -> "escalate";
        };
    }
}
