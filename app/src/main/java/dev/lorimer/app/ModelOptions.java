package dev.lorimer.app;

import dev.lorimer.govern.cel.CelExpressions;
import dev.lorimer.models.Deadlines;
import dev.lorimer.models.Keys;
import dev.lorimer.models.Models;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which model, and how to reach it: the options that the working commands share.
final class ModelOptions {
    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description =
                    "PROVIDER:NAME, for example openai:gpt-5, or script:FILE; or set LORIMER_MODEL. lorimer models lists the providers.")
    @Nullable String model;

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            description = "Another server that speaks the same dialect.")
    @Nullable String baseUrl;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description = "File that holds the key and nothing else.")
    @Nullable Path keyFile;

    /// A model as a run records it.
    record Spec(String name, Optional<String> baseUrl) {}

    Optional<String> chosen() {
        return Optional.ofNullable(model);
    }

    /// Flag over agent file over environment.
    Spec spec(AgentFile file, Console console) {
        var name =
                chosen().or(() -> file.route().map(Lineup::first))
                        .or(file::model)
                        .or(() -> console.variable("LORIMER_MODEL"))
                        .orElseThrow(() ->
                                Failure.usage(
                                        "no model is named; give --model PROVIDER:NAME, for example openai:gpt-5, or set LORIMER_MODEL; lorimer models lists the providers"));
        return new Spec(absolute(name, console), Optional.ofNullable(baseUrl));
    }

    /// The agent file, without its route when the flags name a model.
    AgentFile overriding(AgentFile file, Console console) {
        if (model != null || baseUrl != null) {
            return file.routed(Optional.empty());
        }
        return file.routed(
                file.route()
                        .map(route ->
                                route.stream()
                                        .map(one -> one.located(absolute(one.model(), console)))
                                        .toList()));
    }

    /// A resumed run may be in another folder.
    private static String absolute(String name, Console console) {
        var script = "script:";
        return name.startsWith(script)
                ? script + console.directory().resolve(name.substring(script.length())).normalize()
                : name;
    }

    /// What a resumed run was recorded with, unless the flags say otherwise.
    Setup overriding(Setup setup, Console console) {
        if (model == null && baseUrl == null) {
            return setup;
        }
        return new Setup(
                model == null ? setup.model() : absolute(model, console),
                baseUrl == null ? setup.baseUrl() : Optional.of(baseUrl),
                setup.agent().routed(Optional.empty()),
                setup.unsandboxed(),
                setup.trusted(),
                setup.place());
    }

    /// The run's models, ready to be asked; nothing is sent yet.
    Lineup open(Setup setup, Models models) {
        return open(new Spec(setup.model(), setup.baseUrl()), setup.agent(), models);
    }

    /// As above, before there is a run.
    Lineup open(Spec spec, AgentFile file, Models models) {
        return Lineup.open(spec, file, models, new CelExpressions(), InstantSource.system());
    }

    /// Where models come from: one HTTP client, keys looked up as the flags say.
    Models models(Console console) {
        return new Models(keys(console), Deadlines.USUAL, InstantSource.system());
    }

    /// Where keys are looked up.
    Keys keys(Console console) {
        var file = Optional.ofNullable(keyFile).map(given -> console.directory().resolve(given));
        return new Keys(console::variable, file);
    }
}
