package dev.lorimer.tool;

import java.util.Optional;
import java.util.function.Function;

/// A tool of which everything is said but what its calls do: each method says that, and makes the
/// tool. The method is the effect class, so a class can not be named without what recovery needs.
///
/// All methods throw [IllegalArgumentException] when name, description or argument record will not
/// do.
///
/// @param description what it does and when to use it, for the model
public record NamedTool<A extends Record>(String name, String description, Class<A> arguments) {

    /// It only reads: after a crash it is called again.
    public Tool pure(Tools.Reading<A> reading) {
        return always(
                EffectClass.PURE, Deeds.of((asked, _) -> Tool.Result.done(reading.read(asked))));
    }

    /// Calls with the same [Tool.Attempt#key] count once, however often they arrive: after a crash
    /// it is called again. Hand the key to what keeps that promise.
    public Tool idempotent(Tools.Performing<A> performing) {
        return always(EffectClass.IDEMPOTENT, Deeds.of(performing));
    }

    /// The outside world can be asked afterwards whether the call happened.
    public Tool reconcilable(Tools.Performing<A> performing, Tools.Probing<A> probing) {
        return always(EffectClass.RECONCILABLE, Deeds.of(performing, probing));
    }

    /// The call can be taken back; whether it happened can not be asked.
    public Tool compensable(Tools.Performing<A> performing, Tools.Undoing<A> undoing) {
        return always(
                EffectClass.COMPENSABLE,
                new Deeds<>(performing, Optional.empty(), Optional.of(undoing)));
    }

    /// The outside world can be asked whether the call happened, and the call can be taken back.
    public Tool compensable(
            Tools.Performing<A> performing, Tools.Probing<A> probing, Tools.Undoing<A> undoing) {
        return always(
                EffectClass.COMPENSABLE,
                new Deeds<>(performing, Optional.of(probing), Optional.of(undoing)));
    }

    /// It changes files of the workspace and nothing else: after a crash the workspace is restored
    /// and it is called again.
    public Tool staged(Tools.Performing<A> performing) {
        return always(EffectClass.STAGED, Deeds.of(performing));
    }

    /// It happens once and can be neither found nor taken back: after a crash a person decides.
    public Tool irreversible(Tools.Performing<A> performing) {
        return always(EffectClass.IRREVERSIBLE, Deeds.of(performing));
    }

    /// Nobody says what its calls do: treated as irreversible, and as changing the workspace too.
    public Tool opaque(Tools.Performing<A> performing) {
        return always(EffectClass.OPAQUE, Deeds.of(performing));
    }

    /// The effect follows from the arguments of each call.
    ///
    /// @param effect says what the call would do, and does nothing; throws [Tool.BadArguments] when
    ///   it can not be done as asked. Here it may be neither [Effect.Reconcilable] nor
    ///   [Effect.Compensable]: nothing is given to ask or to undo with
    public Tool varying(Function<A, Effect> effect, Tools.Performing<A> performing) {
        return declared((asked, _) -> effect.apply(asked), Deeds.of(performing));
    }

    /// The effect follows from the arguments of each call, and may be of any class.
    ///
    /// @param probing asked about calls of which the effect is [Effect.Reconcilable] or
    ///   [Effect.Compensable]
    /// @param undoing used for calls of which the effect is [Effect.Compensable]
    public Tool varying(
            Function<A, Effect> effect,
            Tools.Performing<A> performing,
            Tools.Probing<A> probing,
            Tools.Undoing<A> undoing) {
        return declared(
                (asked, _) -> effect.apply(asked),
                new Deeds<>(performing, Optional.of(probing), Optional.of(undoing)));
    }

    /// One class for all calls.
    Tool always(EffectClass effect, Deeds<A> deeds) {
        Deeds.check(name, effect, deeds.probing().isPresent(), deeds.undoing().isPresent());
        return declared((_, call) -> effect.effect(call), deeds);
    }

    private Tool declared(DeclaredTool.Foreseeing<A> effect, Deeds<A> deeds) {
        var form = ArgumentRecord.of(arguments);
        return new DeclaredTool<>(name, description, form.schema(), form::read, effect, deeds);
    }
}
