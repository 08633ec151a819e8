package dev.lorimer.route;

/// A candidate of a route, as far as the choice is concerned.
///
/// @param stronger one to escalate to when the checks fail again and again
public record Option(String name, Rule rule, boolean stronger) {}
