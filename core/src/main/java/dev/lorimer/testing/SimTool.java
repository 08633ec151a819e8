package dev.lorimer.testing;

import dev.lorimer.tool.Effect;
import dev.lorimer.tool.EffectClass;
import dev.lorimer.tool.Tool;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// A tool whose effects the simulated world counts, and that fails in every way a tool can: before
/// its effect and after it, with an exception, without an answer, by the death of its process, by
/// being stopped.
///
/// @param effect of tools that have one of the classes; `finish`, `plan` and `nap` have none
record SimTool(String name, Optional<EffectClass> effect, SimBench bench) implements Tool {
    private static final String SCHEMA =
            "{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"}},\"required\":[\"text\"]}";

    /// One tool of each class, two that change files, and those that change the run.
    static List<Tool> all(SimBench bench) {
        return Stream.concat(
                        EFFECTS.stream().map(one -> one.tool(bench)),
                        Stream.of("finish", "plan", "nap")
                                .map(name -> new SimTool(name, Optional.empty(), bench)))
                .<Tool>map(tool -> tool)
                .toList();
    }

    private record Named(String name, EffectClass effect) {
        SimTool tool(SimBench bench) {
            return new SimTool(name, Optional.of(effect), bench);
        }
    }

    private static final List<Named> EFFECTS =
            List.of(
                    new Named("look", EffectClass.PURE),
                    new Named("put", EffectClass.IDEMPOTENT),
                    new Named("book", EffectClass.RECONCILABLE),
                    new Named("order", EffectClass.COMPENSABLE),
                    new Named("pay", EffectClass.IRREVERSIBLE),
                    new Named("mail", EffectClass.OPAQUE),
                    new Named("write", EffectClass.STAGED),
                    new Named("append", EffectClass.STAGED));

    /// The class of a tool by its name; none for the others.
    static Optional<EffectClass> classOf(String tool) {
        return EFFECTS.stream()
                .filter(one -> one.name().equals(tool))
                .map(Named::effect)
                .findFirst();
    }

    /// Whether a tool of that name changes the world outside.
    static boolean reachesOut(String tool) {
        return classOf(tool).filter(effect -> !effect.leavesNoTrace()).isPresent();
    }

    @Override
    public String description() {
        return "Does " + name;
    }

    @Override
    public String inputSchema() {
        return SCHEMA;
    }

    @Override
    public Effect describe(ObjectNode arguments) {
        var text = text(arguments);
        if (text.equals("nonsense")) {
            throw new BadArguments("\"text\" is nonsense; say something else");
        }
        var summary = name + " " + text;
        return switch (name) {
            case "finish" -> new Effect.Finish(summary);
            case "plan" ->
                    new Effect.Planned(
                            List.of(new Effect.PlanItem(text, Effect.PlanItem.Status.ACTIVE)));
            case "nap" -> nap(text);
            case "write" ->
                    new Effect.Staged(
                            summary,
                            new Effect.Edits.Known(List.of(new Effect.FileEdit("page.txt", text))));
            default -> effect.orElseThrow().effect(summary);
        };
    }

    /// `run-2` waits for a run, `90` for so many minutes.
    private static Effect nap(String text) {
        return Character.isDigit(text.charAt(0))
                ? new Effect.Wait("nap", Duration.ofMinutes(Long.parseLong(text)), Optional.empty())
                : new Effect.Wait("nap", Duration.ofHours(5), Optional.of(text));
    }

    @Override
    public Result perform(ObjectNode arguments, Attempt attempt) throws InterruptedException {
        bench.world().attempt(attempt);
        if (effect.orElseThrow() != EffectClass.OPAQUE) {
            bench.pause();
        }
        bench.dieAtTimes();
        var before = trouble("before", !bench.world().stands(attempt.key()));
        if (before.isPresent()) {
            return before.get();
        }
        act(text(arguments), attempt);
        bench.pause();
        bench.dieAtTimes();
        return trouble("after", false)
                .orElseGet(() -> Result.done("did %s %s".formatted(name, attempt.key())));
    }

    /// @param nothing whether it is true that nothing has happened
    private Optional<Result> trouble(String when, boolean nothing) throws InterruptedException {
        if (!bench.faults().strike(5)) {
            return Optional.empty();
        }
        return switch (bench.faults().chance().below(4)) {
            case 0 -> throw new IllegalStateException("broken pipe " + when);
            case 1 -> throw new InterruptedException("stopped " + when);
            case 2 ->
                    Optional.of(
                            nothing
                                    ? Result.failed("no: nothing happened")
                                    : new Result("no answer " + when, Result.Status.UNKNOWN));
            default -> Optional.of(new Result("no answer " + when, Result.Status.UNKNOWN));
        };
    }

    private void act(String text, Attempt attempt) {
        var files = bench.task().files();
        if (effect.orElseThrow() != EffectClass.OPAQUE) {
            // Nobody knows what an opaque tool does, and it knows of no fence: the one before it
            // has to do.
            attempt.fence().check();
        }
        switch (effect.orElseThrow()) {
            case PURE -> {}
            case STAGED -> {
                if (name.equals("write")) {
                    files.write("page.txt", text);
                } else {
                    files.append("log.txt", attempt.key() + " " + text);
                }
            }
            case IDEMPOTENT, RECONCILABLE, IRREVERSIBLE ->
                    bench.world().act(name, effect.orElseThrow(), attempt);
            case COMPENSABLE -> {
                // A tool that promises nothing about files changes them all the same.
                files.append("orders.txt", attempt.key() + " " + text);
                bench.dieAtTimes();
                bench.world().act(name, effect.orElseThrow(), attempt);
            }
            case OPAQUE -> {
                bench.world().act(name, effect.orElseThrow(), attempt);
                files.append("mail.txt", attempt.key() + " " + text);
            }
        }
    }

    @Override
    public Probe probe(ObjectNode arguments, Attempt attempt) {
        bench.dieAtTimes();
        if (bench.faults().strike(5)) {
            throw new IllegalStateException("the probe is out of order");
        }
        var known =
                Arrays.asList(EffectClass.RECONCILABLE, EffectClass.COMPENSABLE)
                        .contains(effect.orElseThrow());
        if (bench.flaw() == SimFlaw.REPEATS_WHAT_IS_IN_DOUBT) {
            return new Probe.NotHappened();
        }
        if (!known || bench.faults().strike(3)) {
            return new Probe.Unknown("nobody can tell");
        }
        return bench.world().stands(attempt.key())
                ? new Probe.Happened(Result.done("did %s %s".formatted(name, attempt.key())))
                : new Probe.NotHappened();
    }

    @Override
    public Result undo(ObjectNode arguments, Attempt attempt) throws InterruptedException {
        bench.pause();
        bench.dieAtTimes();
        var before = trouble("before the undo", false);
        if (before.isPresent()) {
            return before.get();
        }
        attempt.fence().check();
        bench.world().undo(attempt);
        bench.dieAtTimes();
        return trouble("after the undo", false).orElseGet(() -> Result.done("undone"));
    }

    private static String text(ObjectNode arguments) {
        return arguments.path("text").asString();
    }
}
