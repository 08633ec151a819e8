package dev.lorimer.govern.decision;

/// Which violations count: all of them, or only those that the change brings.
public enum Mode {
    /// No violation may exist after the change.
    ABSOLUTE,
    /// No violation may exist after the change that was not there before it; moved code is not new.
    INTRODUCED,
    /// There may not be more violations after the change than before it.
    RATCHET
}
