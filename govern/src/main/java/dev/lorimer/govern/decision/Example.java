package dev.lorimer.govern.decision;

import java.util.Map;

/// A change that a constraint must refuse, or must let pass.
///
/// @param breaks whether the change must be a violation
/// @param before files by path, before the change
/// @param after files by path, after it
/// @param line where the example stands in its record
public record Example(
        boolean breaks, Map<String, String> before, Map<String, String> after, int line) {}
