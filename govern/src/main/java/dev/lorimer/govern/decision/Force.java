package dev.lorimer.govern.decision;

/// What a decision does to a change, given its status and the decisions that supersede it.
public enum Force {
    /// Its constraints count with their own severity.
    BINDING,
    /// Its constraints count as a warning at most.
    WARNING,
    /// Its constraints are evaluated and recorded, and never block.
    SHADOW,
    /// Its constraints are not evaluated.
    OFF
}
