package dev.lorimer.govern.decision;

import java.util.List;
import java.util.Set;

/// How a constraint counts.
///
/// @param phases when it speaks; never empty
/// @param minSubjects fewer files in scope than this, and the constraint can't be decided; 0 allows
///   an empty scope
/// @param overrides constraints of other decisions, as in `D-0003#no-sql`, that give way to this
///   one in its scope
public record Terms(
        Severity severity, Mode mode, Set<Phase> phases, int minSubjects, List<String> overrides) {}
