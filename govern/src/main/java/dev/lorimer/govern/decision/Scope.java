package dev.lorimer.govern.decision;

import java.util.List;

/// Which files a constraint is about, and whose changes to them.
///
/// @param chosen a file has to satisfy every part of this
/// @param excluded a file that satisfies any part of any of these is left out
/// @param ceded scopes of the constraints that override this one: a file in any of them is theirs
public record Scope(Selector chosen, List<Selector> excluded, Actors actors, List<Scope> ceded) {
    public static Scope of(Selector chosen, List<Selector> excluded, Actors actors) {
        return new Scope(chosen, excluded, actors, List.of());
    }

    Scope ceding(List<Scope> others) {
        return new Scope(chosen, excluded, actors, List.copyOf(others));
    }
}
