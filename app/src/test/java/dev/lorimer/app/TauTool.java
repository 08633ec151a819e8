package dev.lorimer.app;

import dev.lorimer.testing.MemoryJournal;
import dev.lorimer.tool.Effect;
import dev.lorimer.tool.EffectClass;
import dev.lorimer.tool.Tool;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A tool of a task, as its environment performs it, in a process that dies now and then and over a
/// line that loses answers.
record TauTool(
        JsonNode function,
        EffectClass effect,
        TauEnvironment environment,
        MemoryJournal process,
        SplittableRandom random)
        implements Tool {
    @Override
    public String name() {
        return function.path("name").asString();
    }

    @Override
    public String description() {
        return function.path("description").asString();
    }

    @Override
    public String inputSchema() {
        return function.path("parameters").toString();
    }

    @Override
    public Effect describe(ObjectNode arguments) {
        return effect.effect(name());
    }

    @Override
    public Result perform(ObjectNode arguments, Attempt attempt) {
        trouble();
        if (lost()) {
            return new Result("the connection was lost", Result.Status.UNKNOWN);
        }
        var action =
                environment
                        .action(attempt.key(), name(), arguments)
                        .orElseThrow(() -> new IllegalStateException("no such action is left"));
        if (action.error()) {
            return Result.failed(action.result());
        }
        attempt.fence().check();
        environment.apply(attempt.key(), action);
        trouble();
        if (lost()) {
            return new Result("the answer was lost", Result.Status.UNKNOWN);
        }
        return Result.done(action.result());
    }

    /// The process dies, here or right behind its next append.
    private void trouble() {
        if (strike(6)) {
            process.die();
        }
        if (strike(6)) {
            process.crashAfter(random.nextInt(1, 4));
        }
    }

    /// A model would read again, which the written one does not.
    private boolean lost() {
        return effect != EffectClass.PURE && strike(8);
    }

    private boolean strike(int n) {
        return random.nextInt(n) == 0;
    }

    @Override
    public Probe probe(ObjectNode arguments, Attempt attempt) {
        return effect == EffectClass.RECONCILABLE
                ? Probe.of(environment.answered(attempt.key()))
                : new Probe.Unknown("nobody can tell");
    }
}
