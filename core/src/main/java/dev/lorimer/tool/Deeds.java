package dev.lorimer.tool;

import java.util.Optional;

/// What a tool can do about one call: perform it, and after an interruption look for it or take it
/// back.
record Deeds<A>(
        Tools.Performing<A> performing,
        Optional<Tools.Probing<A>> probing,
        Optional<Tools.Undoing<A>> undoing) {

    static <A> Deeds<A> of(Tools.Performing<A> performing) {
        return new Deeds<>(performing, Optional.empty(), Optional.empty());
    }

    static <A> Deeds<A> of(Tools.Performing<A> performing, Tools.Probing<A> probing) {
        return new Deeds<>(performing, Optional.of(probing), Optional.empty());
    }

    /// A class promises what recovery may count on, so what is promised has to be there; and what
    /// recovery would never ask is a misunderstanding.
    ///
    /// @throws IllegalArgumentException when the class and these do not go together
    static void check(String tool, EffectClass effect, boolean probe, boolean undo) {
        boolean needsProbe = effect == EffectClass.RECONCILABLE;
        boolean needsUndo = effect == EffectClass.COMPENSABLE;
        if (needsProbe && !probe) {
            throw mistake(
                    tool,
                    "is declared reconcilable but has no probe; say how to find out whether a call happened, or declare it irreversible");
        }
        if (needsUndo && !undo) {
            throw mistake(
                    tool,
                    "is declared compensable but has no undo; say how to take a call back, or declare it irreversible");
        }
        if (probe && !needsProbe && !needsUndo) {
            throw mistake(
                    tool,
                    "has a probe, of which %s calls have no use; declare it reconcilable, or drop the probe"
                            .formatted(effect.word()));
        }
        if (undo && !needsUndo) {
            throw mistake(
                    tool,
                    "has an undo, of which %s calls have no use; declare it compensable, or drop the undo"
                            .formatted(effect.word()));
        }
    }

    private static IllegalArgumentException mistake(String tool, String what) {
        return new IllegalArgumentException("tool \"%s\" %s".formatted(tool, what));
    }
}
