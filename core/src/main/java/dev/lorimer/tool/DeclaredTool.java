package dev.lorimer.tool;

import com.google.re2j.Pattern;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/// A tool put together from its parts.
///
/// @param reading makes the Java form of checked arguments
record DeclaredTool<A>(
        String name,
        String description,
        String inputSchema,
        Function<ObjectNode, A> reading,
        Foreseeing<A> effect,
        Tools.Performing<A> performing)
        implements Tool {
    /// What every provider takes.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /// Long enough for a path and a few values, short enough for one line of a terminal or two.
    private static final int SUMMARY_CHARS_MAX = 160;

    /// Says what a call would do, given a line that names it.
    interface Foreseeing<A> {
        Effect effect(A arguments, String summary);
    }

    DeclaredTool {
        if (!NAME.matches(name)) {
            throw new IllegalArgumentException(
                    "tool name \"%s\" is not 1 to 64 of letters, digits, \"_\" and \"-\"; rename it"
                            .formatted(name));
        }
        if (description.isBlank()) {
            throw new IllegalArgumentException(
                    "tool \"%s\" has no description; say what it does and when to use it"
                            .formatted(name));
        }
    }

    @Override
    public Effect describe(ObjectNode arguments) {
        String call = ResultText.line(name + " " + arguments, SUMMARY_CHARS_MAX);
        try {
            return effect.effect(reading.apply(arguments), call);
        } catch (BadArguments e) {
            throw named(e);
        }
    }

    @Override
    public Result perform(ObjectNode arguments, Attempt attempt) throws InterruptedException {
        try {
            Result result = performing.perform(reading.apply(arguments), attempt);
            return new Result(ResultText.of(result.text()), result.status());
        } catch (BadArguments e) {
            throw named(e);
        } catch (RuntimeException | InterruptedException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private BadArguments named(BadArguments bad) {
        return new BadArguments(name + ": " + bad.getMessage());
    }
}
