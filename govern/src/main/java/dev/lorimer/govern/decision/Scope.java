package dev.lorimer.govern.decision;

import java.util.List;

/// Which files a constraint is about, and whose changes to them.
///
/// @param chosen a file has to satisfy every part of this
/// @param excluded a file that satisfies any part of any of these is left out
public record Scope(Selector chosen, List<Selector> excluded, Actors actors) {}
