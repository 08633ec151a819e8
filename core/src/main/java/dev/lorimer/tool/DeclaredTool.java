package dev.lorimer.tool;

import com.google.re2j.Pattern;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
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
        Deeds<A> deeds)
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
            return backed(effect.effect(reading.apply(arguments), call));
        } catch (BadArguments e) {
            throw named(e);
        }
    }

    /// An effect that promises a probe or an undo which is not there would be found out by the
    /// crash that needs it.
    private Effect backed(Effect effect) {
        switch (effect) {
            case Effect.Reconcilable _ ->
                    Deeds.check(name, EffectClass.RECONCILABLE, probes(), false);
            case Effect.Compensable _ ->
                    Deeds.check(
                            name, EffectClass.COMPENSABLE, probes(), deeds.undoing().isPresent());
            case Effect.Pure _,
                    Effect.Idempotent _,
                    Effect.Staged _,
                    Effect.Irreversible _,
                    Effect.Opaque _,
                    Effect.Planned _,
                    Effect.Wait _,
                    Effect.Finish _ -> {}
        }
        return effect;
    }

    private boolean probes() {
        return deeds.probing().isPresent();
    }

    @Override
    public Result perform(ObjectNode arguments, Attempt attempt) throws InterruptedException {
        return cleaned(asking(() -> deeds.performing().perform(reading.apply(arguments), attempt)));
    }

    @Override
    public Probe probe(ObjectNode arguments, Attempt attempt) throws InterruptedException {
        if (deeds.probing().isEmpty()) {
            return Tool.super.probe(arguments, attempt);
        }
        var probing = deeds.probing().get();
        return switch (asking(() -> probing.probe(reading.apply(arguments), attempt))) {
            case Probe.Happened(Result result) -> new Probe.Happened(cleaned(result));
            case Probe.NotHappened not -> not;
            case Probe.Unknown(String why) -> new Probe.Unknown(ResultText.of(why));
        };
    }

    @Override
    public Result undo(ObjectNode arguments, Attempt attempt) throws InterruptedException {
        if (deeds.undoing().isEmpty()) {
            return Tool.super.undo(arguments, attempt);
        }
        var undoing = deeds.undoing().get();
        return cleaned(asking(() -> undoing.undo(reading.apply(arguments), attempt)));
    }

    private static Result cleaned(Result result) {
        return new Result(ResultText.of(result.text()), result.status());
    }

    /// What authors throw comes out as something that the caller's signature allows.
    private <T> T asking(Callable<T> what) throws InterruptedException {
        try {
            return what.call();
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
