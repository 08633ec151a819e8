package dev.lorimer.govern;

import dev.lorimer.govern.decision.Waiver;

/// A finding that does not count, and the waiver by which.
public record Waived(Finding finding, Waiver waiver) {}
