package dev.lorimer.govern.kind;

import java.util.List;

/// What a constraint has to say about a change.
public record Outcome(List<Charge> charges, List<Gap> gaps) {}
