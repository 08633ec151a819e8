package dev.lorimer.govern;

import dev.lorimer.govern.decision.Actor;
import dev.lorimer.govern.decision.Phase;
import dev.lorimer.govern.decision.Trace;
import java.time.LocalDate;
import java.util.Set;

/// What is asked of the judge, beside the trees.
///
/// @param date the only date that a verdict depends on: waivers begin and expire by it
/// @param actor who made the change
/// @param granted identities of findings that somebody entitled to has let pass
/// @param trace the tool calls of the run up to the one in question
public record Inquiry(Phase phase, LocalDate date, Actor actor, Set<String> granted, Trace trace) {
    /// Without anything known about tool calls.
    public Inquiry(Phase phase, LocalDate date, Actor actor, Set<String> granted) {
        this(phase, date, actor, granted, Trace.untold());
    }
}
