package dev.lorimer.govern;

import dev.lorimer.govern.decision.Severity;

/// Which constraint speaks in a finding, and how loud.
///
/// @param constraint its id, as in `D-0007#no-gson`; the decision's id or file when the record
///   itself is broken
/// @param title of the decision
/// @param severity what the finding counts as, here and in this phase
/// @param shadow whether the decision is only proposed: such a finding never blocks
public record Law(String constraint, String title, Severity severity, boolean shadow) {}
