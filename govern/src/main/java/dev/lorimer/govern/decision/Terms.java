package dev.lorimer.govern.decision;

import java.util.Set;

/// How a constraint counts.
///
/// @param phases when it speaks; never empty
/// @param minSubjects fewer files in scope than this, and the constraint can't be decided; 0 allows
///   an empty scope
public record Terms(Severity severity, Mode mode, Set<Phase> phases, int minSubjects) {}
