package dev.lorimer.bench.crash;

import dev.lorimer.tool.Effect;
import dev.lorimer.tool.EffectClass;
import dev.lorimer.tool.Tool;
import tools.jackson.databind.node.ObjectNode;

/// A tool whose effect goes to the [World]. Written out in full, since a child that is killed
/// within half a second has no time to derive a schema.
///
/// @param kind what the world is asked to do
/// @param probes whether the world can be asked afterwards
/// @param undoes whether the effect can be taken back
record WorldTool(
        String name, EffectClass effect, String kind, boolean probes, boolean undoes, Errand errand)
        implements Tool {
    static final String SCHEMA =
            """
            {"type":"object","properties":{"text":{"type":"string"}},"required":["text"],\
            "additionalProperties":false}\
            """;

    @Override
    public String description() {
        return "Acts on the world.";
    }

    @Override
    public String inputSchema() {
        return SCHEMA;
    }

    @Override
    public Effect describe(ObjectNode arguments) {
        return effect.effect(name + " " + text(arguments));
    }

    @Override
    public Result perform(ObjectNode arguments, Attempt attempt) {
        if (effect == EffectClass.PURE) {
            return Result.done("seen: " + text(arguments));
        }
        if (effect == EffectClass.STAGED) {
            errand.shelf().add(text(arguments));
            return Result.done("filed");
        }
        String answer =
                ask(
                        "do %s %s %s %d"
                                .formatted(
                                        kind, errand.id(), attempt.key(), attempt.fence().epoch()));
        return answer.startsWith("done ") ? Result.done(answer) : Result.failed(answer);
    }

    @Override
    public Probe probe(ObjectNode arguments, Attempt attempt) {
        if (!probes) {
            return new Probe.Unknown("nobody can tell");
        }
        return ask("probe %s %s".formatted(errand.id(), attempt.key())).equals("happened")
                ? new Probe.Happened(Result.done("done " + attempt.key()))
                : new Probe.NotHappened();
    }

    @Override
    public Result undo(ObjectNode arguments, Attempt attempt) {
        return undoes
                ? Result.done(ask("undo %s %s".formatted(errand.id(), attempt.key())))
                : Result.failed("it can not be taken back");
    }

    private static String text(ObjectNode arguments) {
        return arguments.path("text").asString();
    }

    private String ask(String line) {
        return Contact.ask(errand.port(), line);
    }
}
