package dev.lorimer.govern.decision;

import java.util.List;
import java.util.Map;

/// A change, or a run of tool calls, that a constraint must refuse, or must let pass.
///
/// @param breaks whether it must be a violation
/// @param before files by path, before the change
/// @param after files by path, after it
/// @param calls the tool calls, for a rule about their order
/// @param line where the example stands in its record
public record Example(
        boolean breaks,
        Map<String, String> before,
        Map<String, String> after,
        List<Trace.Call> calls,
        int line) {}
