package dev.lorimer.tool;

import java.util.List;
import java.util.function.Function;

/// Makes tools from records and methods.
///
/// ```java
/// record Weather(@Describe("city name") String city, Optional<Integer> days) {}
///
/// Tool weather = Tools.reading("weather", "Weather forecast for a city", Weather.class,
///         asked -> "sunny in " + asked.city());
/// ```
///
/// A tool that changes the outside world says what happens when the process dies during a call, and
/// hands over what recovery needs for it:
///
/// ```java
/// Tool transfer = Tools.of("transfer", "Moves money", Transfer.class)
///         .reconcilable(
///                 (asked, attempt) -> Tool.Result.done(bank.send(asked, attempt.key())),
///                 (_, attempt) -> Tool.Probe.of(bank.find(attempt.key())));
/// ```
///
/// The record's components are the arguments: all are required but the `Optional` ones. Its compact
/// constructor may refuse values with an [IllegalArgumentException]: the model reads the message
/// and can repair the call. A component's name on the wire is its own, or that of its
/// `@JsonProperty`; enums are lower case. Result texts are bounded and cleaned ([ResultText]).
///
/// All methods throw [IllegalArgumentException] when the declaration itself is wrong.
public final class Tools {
    private Tools() {}

    /// A tool that only reads: it may be called again at any time.
    public static <A extends Record> Tool reading(
            String name, String description, Class<A> arguments, Reading<A> reading) {
        return of(name, description, arguments).pure(reading);
    }

    /// A tool that still has to say what its calls do.
    public static <A extends Record> NamedTool<A> of(
            String name, String description, Class<A> arguments) {
        return new NamedTool<>(name, description, arguments);
    }

    /// A tool of which nobody said what its calls do: it counts as [EffectClass#OPAQUE].
    public static <A extends Record> Tool of(
            String name, String description, Class<A> arguments, Performing<A> performing) {
        return of(name, description, arguments).opaque(performing);
    }

    /// A tool all of whose calls have one class of effect: any but [EffectClass#RECONCILABLE] and
    /// [EffectClass#COMPENSABLE], which need more than this, see [NamedTool].
    public static <A extends Record> Tool of(
            String name,
            String description,
            Class<A> arguments,
            EffectClass effect,
            Performing<A> performing) {
        return of(name, description, arguments).always(effect, Deeds.of(performing));
    }

    /// A tool whose effect follows from the arguments: the general form.
    ///
    /// @param effect says what the call would do, and does nothing; throws [Tool.BadArguments] when
    ///   it can not be done as asked
    public static <A extends Record> Tool of(
            String name,
            String description,
            Class<A> arguments,
            Function<A, Effect> effect,
            Performing<A> performing) {
        return of(name, description, arguments).varying(effect, performing);
    }

    /// The methods of `object` annotated with [ToolMethod], as tools, by name.
    ///
    /// A method's text is the result as it stands, a [Tool.Result] too; any other value is shown as
    /// JSON.
    public static List<Tool> from(Object object) {
        return ToolMethods.of(object);
    }

    /// Looks something up.
    public interface Reading<A> {
        String read(A arguments) throws Exception;
    }

    /// Does what the call asks; blocks, an interrupt cancels.
    public interface Performing<A> {
        Tool.Result perform(A arguments, Tool.Attempt attempt) throws Exception;
    }

    /// Finds out whether an interrupted attempt at the call took effect; reads only, see
    /// [Tool#probe]. An exception counts as not knowing.
    public interface Probing<A> {
        Tool.Probe probe(A arguments, Tool.Attempt attempt) throws Exception;
    }

    /// Takes back what the call did, if it did anything; it may be called again, see [Tool#undo].
    public interface Undoing<A> {
        Tool.Result undo(A arguments, Tool.Attempt attempt) throws Exception;
    }
}
