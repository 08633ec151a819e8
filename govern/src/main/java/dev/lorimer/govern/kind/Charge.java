package dev.lorimer.govern.kind;

/// A violation that counts against the change.
///
/// @param identity a hash over the rule and what breaks it in which way, never over lines
public record Charge(Violation violation, String identity) {}
