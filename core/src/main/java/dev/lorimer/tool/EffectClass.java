package dev.lorimer.tool;

import java.util.Locale;

/// What a tool declares about all of its calls, where their effect follows from no argument.
public enum EffectClass {
    /// Reads only.
    PURE,
    /// Safe to send again with the same key.
    IDEMPOTENT,
    /// Changes the outside world, and [Tool#probe] can tell afterwards whether it did.
    RECONCILABLE,
    /// Changes the outside world, and [Tool#undo] can take it back.
    COMPENSABLE,
    /// Changes files of the workspace and nothing else.
    STAGED,
    /// Changes the outside world, once.
    IRREVERSIBLE,
    /// Nobody said.
    OPAQUE;

    /// The effect of one call, with a line for people.
    public Effect effect(String summary) {
        return switch (this) {
            case PURE -> new Effect.Pure(summary);
            case IDEMPOTENT -> new Effect.Idempotent(summary);
            case RECONCILABLE -> new Effect.Reconcilable(summary);
            case COMPENSABLE -> new Effect.Compensable(summary);
            case STAGED -> new Effect.Staged(summary, new Effect.Edits.Unknown());
            case IRREVERSIBLE -> new Effect.Irreversible(summary);
            case OPAQUE -> new Effect.Opaque(summary);
        };
    }

    /// As it is written in configurations and messages: lower case.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// True when a call that was cut off has left nothing outside of what the harness restores, so
    /// that a timeout is a failure and no doubt.
    public boolean leavesNoTrace() {
        return switch (this) {
            case PURE, STAGED -> true;
            case IDEMPOTENT, RECONCILABLE, COMPENSABLE, IRREVERSIBLE, OPAQUE -> false;
        };
    }
}
