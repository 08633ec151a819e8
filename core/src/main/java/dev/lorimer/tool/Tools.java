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
        return of(
                name,
                description,
                arguments,
                EffectClass.PURE,
                (asked, _) -> Tool.Result.done(reading.read(asked)));
    }

    /// A tool of which nobody said what its calls do: it counts as [EffectClass#OPAQUE].
    public static <A extends Record> Tool of(
            String name, String description, Class<A> arguments, Performing<A> performing) {
        return of(name, description, arguments, EffectClass.OPAQUE, performing);
    }

    /// A tool all of whose calls have one class of effect.
    public static <A extends Record> Tool of(
            String name,
            String description,
            Class<A> arguments,
            EffectClass effect,
            Performing<A> performing) {
        return declared(name, description, arguments, (_, call) -> effect.effect(call), performing);
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
        return declared(
                name, description, arguments, (asked, _) -> effect.apply(asked), performing);
    }

    /// The methods of `object` annotated with [ToolMethod], as tools, by name.
    ///
    /// A method's text is the result as it stands, a [Tool.Result] too; any other value is shown as
    /// JSON.
    public static List<Tool> from(Object object) {
        return ToolMethods.of(object);
    }

    private static <A extends Record> Tool declared(
            String name,
            String description,
            Class<A> arguments,
            DeclaredTool.Foreseeing<A> effect,
            Performing<A> performing) {
        var form = ArgumentRecord.of(arguments);
        return new DeclaredTool<>(name, description, form.schema(), form::read, effect, performing);
    }

    /// Looks something up.
    public interface Reading<A> {
        String read(A arguments) throws Exception;
    }

    /// Does what the call asks; blocks, an interrupt cancels.
    public interface Performing<A> {
        Tool.Result perform(A arguments, Tool.Attempt attempt) throws Exception;
    }
}
