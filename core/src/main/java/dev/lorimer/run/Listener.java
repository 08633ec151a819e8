package dev.lorimer.run;

import java.time.Instant;

/// Told what happens while it happens; for display only. It must not block, and what it throws ends
/// the process's work on the run.
public interface Listener {
    /// An entry is durable, and this is the state after it.
    void entry(Entry entry, RunState state, Instant at);

    /// A piece of the model's text arrived.
    default void text(String piece) {}

    /// Nobody listens.
    static Listener none() {
        return (_, _, _) -> {};
    }
}
