package dev.lorimer.govern.decision;

/// How much a finding weighs, in rising order.
public enum Severity {
    /// Said, never in the way.
    INFO,
    /// Said, to be looked at; the change stands.
    WARN,
    /// A person has to say yes first.
    ASK,
    /// The change does not stand.
    DENY
}
