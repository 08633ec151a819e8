package dev.lorimer.govern;

import dev.lorimer.govern.decision.Actor;
import dev.lorimer.govern.decision.Phase;
import java.time.LocalDate;
import java.util.Set;

/// What is asked of the judge, beside the trees.
///
/// @param date the only date that a verdict may depend on; no rule of this version does
/// @param actor who made the change
/// @param granted identities of findings that somebody entitled to has let pass
public record Inquiry(Phase phase, LocalDate date, Actor actor, Set<String> granted) {}
