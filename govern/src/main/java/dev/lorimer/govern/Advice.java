package dev.lorimer.govern;

/// What the author of a change needs to know about a finding.
///
/// @param why the decision's reason, on one line
/// @param remedy how to comply, on one line
public record Advice(String why, String remedy) {}
