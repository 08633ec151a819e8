package dev.lorimer.govern;

/// How much a finding weighs, in rising order.
public enum Severity {
    INFO,
    WARN,
    ASK,
    DENY
}
