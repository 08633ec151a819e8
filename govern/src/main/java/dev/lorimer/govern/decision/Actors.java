package dev.lorimer.govern.decision;

import java.util.List;

/// Whose changes a constraint is about; by default, everybody's.
///
/// @param agents patterns over agents' names, `*` standing for any characters
/// @param humans patterns over people's names
public record Actors(List<String> agents, List<String> humans) {
    public static Actors everybody() {
        return new Actors(List.of(), List.of());
    }

    /// Whether this constraint is about what `actor` does. Nobody knows whether an unknown actor is
    /// exempt, so a constraint always applies to one.
    public boolean include(Actor actor) {
        if (agents.isEmpty() && humans.isEmpty()) {
            return true;
        }
        return switch (actor) {
            case Actor.Agent agent -> anyMatches(agents, agent.name());
            case Actor.Human human -> anyMatches(humans, human.name());
            case Actor.Unknown _ -> true;
        };
    }

    private static boolean anyMatches(List<String> patterns, String name) {
        return patterns.stream().anyMatch(pattern -> Star.matches(pattern, name));
    }
}
