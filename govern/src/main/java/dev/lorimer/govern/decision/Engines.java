package dev.lorimer.govern.decision;

/// What rules need from outside: a language for expressions, published artifacts, programs. Where
/// one is missing, the rules that need it stay undecided.
public record Engines(Expressions expressions, Artifacts artifacts, Programs programs) {
    public static Engines of(Expressions expressions) {
        return new Engines(expressions, Artifacts.none(), Programs.none());
    }
}
