package dev.lorimer.run;

/// What the verifiers said, bound to the tree they saw. A separate axis from the outcome.
public sealed interface Verification {
    record Unverified() implements Verification {}

    record Passed(String tree) implements Verification {}

    record Failing(String tree) implements Verification {}

    /// The workspace has changed since.
    record Stale() implements Verification {}

    /// What that says about `tree`.
    default Verification on(String tree) {
        return switch (this) {
            case Unverified unverified -> unverified;
            case Passed passed -> passed.tree().equals(tree) ? passed : new Stale();
            case Failing failing -> failing.tree().equals(tree) ? failing : new Stale();
            case Stale stale -> stale;
        };
    }
}
