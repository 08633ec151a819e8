package dev.lorimer.app;

import dev.lorimer.context.Window;
import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.models.ModelSpec;
import dev.lorimer.models.Models;
import dev.lorimer.route.Health;
import dev.lorimer.route.Rule;
import dev.lorimer.run.Candidate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// The models of a run, ready to be asked, in the order of preference.
record Lineup(List<Candidate> route, Health health) {
    /// Between the model and its number, where it stands in a route again.
    private static final String AGAIN = " #";

    /// For what is done without asking a model.
    static Lineup none() {
        var model = Work.noModel();
        return new Lineup(
                List.of(new Candidate(model.name(), model, Window.DEFAULT)), Health.unknown());
    }

    /// Opens them; nothing is sent yet.
    ///
    /// @throws Failure when the agent file names no possible route
    /// @throws dev.lorimer.models.ModelSpecException when a model is none, or its key is missing
    static Lineup open(
            ModelOptions.Spec spec,
            AgentFile file,
            Models source,
            Expressions expressions,
            InstantSource clock) {
        var written = written(spec, file);
        if (written.isEmpty()) {
            throw Failure.usage(
                    "the agent file's route is empty; name a model in it, or leave it out");
        }
        var seen = new HashMap<String, Integer>();
        var route = written.stream().map(one -> candidate(one, source, expressions, seen)).toList();
        var models = route.stream().collect(Collectors.toMap(Candidate::name, Candidate::model));
        return new Lineup(
                route,
                name ->
                        Optional.ofNullable(models.get(name))
                                .flatMap(source::health)
                                .flatMap(Lineup::left)
                                .map(left -> clock.instant().plus(left)));
    }

    /// The route as it is written, or the one model.
    static List<OwnCandidate> written(ModelOptions.Spec spec, AgentFile file) {
        return file.route().orElseGet(() -> List.of(only(spec)));
    }

    /// The name of the first of them, as the run records it.
    static String first(List<OwnCandidate> route) {
        return route.isEmpty() ? "" : route.getFirst().model();
    }

    /// The model that a candidate's name stands for.
    static String model(String candidate) {
        var again = candidate.lastIndexOf(AGAIN);
        return again < 0 ? candidate : candidate.substring(0, again);
    }

    private static OwnCandidate only(ModelOptions.Spec spec) {
        return new OwnCandidate(
                spec.name(),
                spec.baseUrl(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty());
    }

    private static Candidate candidate(
            OwnCandidate written,
            Models source,
            Expressions expressions,
            Map<String, Integer> seen) {
        // The same model may stand twice, under two conditions or at two servers.
        var times = seen.merge(written.model(), 1, Integer::sum);
        var name = times == 1 ? written.model() : written.model() + AGAIN + times;
        return new Candidate(
                name,
                source.open(ModelSpec.parse(written.model(), written.base())),
                written.size(),
                written.when().map(rule -> RouteRule.of(rule, expressions)).orElse(Rule.always()),
                written.stronger().orElse(false));
    }

    private static Optional<Duration> left(dev.lorimer.models.Health known) {
        return switch (known.circuit()) {
            case dev.lorimer.models.Health.Circuit.Open(var left) -> Optional.of(left);
            case dev.lorimer.models.Health.Circuit.Closed _,
                    dev.lorimer.models.Health.Circuit.HalfOpen _ ->
                    Optional.empty();
        };
    }
}
