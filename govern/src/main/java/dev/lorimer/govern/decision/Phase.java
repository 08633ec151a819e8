package dev.lorimer.govern.decision;

/// When a change is judged. A constraint names the phases it speaks in; by default, all of them.
public enum Phase {
    /// Before the work: which decisions does the author have to know?
    CONTEXT,
    /// Before one effect. Also evaluates the constraints of [#EDIT], since both ask about one step.
    TOOL,
    /// After one effect, on the real files. Also evaluates the constraints of [#TOOL].
    EDIT,
    /// The author says that the work is done.
    FINISH,
    /// The change is about to land.
    CI,
    /// Over history, after the fact.
    DRIFT
}
