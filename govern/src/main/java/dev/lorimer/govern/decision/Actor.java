package dev.lorimer.govern.decision;

/// Who made the change.
public sealed interface Actor {
    /// A program with a model in it.
    record Agent(String name) implements Actor {}

    record Human(String name) implements Actor {}

    /// Nobody said who.
    record Unknown() implements Actor {}
}
