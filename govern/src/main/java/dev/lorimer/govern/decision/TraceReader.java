package dev.lorimer.govern.decision;

import dev.lorimer.govern.decision.Sequence.Calls;
import dev.lorimer.govern.decision.Sequence.Label;
import dev.lorimer.govern.decision.Sequence.Step;
import dev.lorimer.govern.tree.PathGlob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads orders of tool calls that must not occur.
final class TraceReader {
    private static final List<String> CALLS = List.of("tool", "path", "effect");

    private final Fields fields;

    TraceReader(Fields fields) {
        this.fields = fields;
    }

    Optional<Rule> trace() {
        var labels = labels();
        fields.present("forbid");
        return fields.mapping("forbid", "\"forbid\"", List.of("sequence", "scope", "clearedBy"))
                .flatMap(inner -> sequence(inner, labels));
    }

    private List<Label> labels() {
        var labels = new ArrayList<Label>();
        fields.named("labels", "\"labels\"")
                .ifPresent(named -> {
                    for (var entry : named.entries()) {
                        named.mapping(entry.key(), "\"" + entry.key() + "\"", List.of("source"))
                                .ifPresent(one -> {
                                    one.present("source");
                                    labels.add(new Label(entry.key(), calls(one, "source")));
                                });
                    }
                });
        return labels;
    }

    private Optional<Rule> sequence(Fields inner, List<Label> labels) {
        inner.present("sequence");
        inner.each("scope", TraceReader::span);
        var known = labels.stream().map(Label::name).toList();
        var steps = new ArrayList<Step>();
        for (var item : inner.items("sequence")) {
            switch (item) {
                case Yaml.Mapping mapping
                        when mapping.entries().stream().anyMatch(e -> e.key().equals("label")) -> {
                    var one = Fields.of(mapping, "\"sequence\"", List.of("label"), fields.faults());
                    one.each("label", text -> label(text, known))
                            .forEach(name -> steps.add(new Step.Labelled(name)));
                }
                case Yaml.Mapping mapping ->
                        calls(Fields.of(mapping, "\"sequence\"", CALLS, fields.faults()))
                                .ifPresent(calls -> steps.add(new Step.Called(calls)));
                case Yaml.Scalar _, Yaml.Sequence _ ->
                        inner.mistyped("sequence", item, "a list of { label: … } and { tool: … }");
            }
        }
        return steps.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Rule.Trace(
                                new Sequence(
                                        List.copyOf(labels),
                                        List.copyOf(steps),
                                        calls(inner, "clearedBy"))));
    }

    private static List<Calls> calls(Fields inner, String key) {
        return inner.mappings(key, "\"" + key + "\"", CALLS).stream()
                .flatMap(one -> calls(one).stream())
                .toList();
    }

    private static Optional<Calls> calls(Fields one) {
        var tools = new ArrayList<String>();
        var effects = new ArrayList<>(one.texts("effect"));
        if (one.value("tool").filter(Yaml.Mapping.class::isInstance).isPresent()) {
            one.mapping("tool", "\"tool\"", List.of("name", "effect"))
                    .ifPresent(tool -> {
                        tools.addAll(tool.texts("name"));
                        effects.addAll(tool.texts("effect"));
                    });
        } else {
            tools.addAll(one.texts("tool"));
        }
        var paths = one.each("path", PathGlob::of);
        if (tools.isEmpty() && effects.isEmpty() && paths.isEmpty()) {
            one.faults()
                    .error(
                            one.line(),
                            "this chooses every call; it needs at least one of: %s"
                                    .formatted(String.join(", ", CALLS)));
            return Optional.empty();
        }
        return Optional.of(new Calls(List.copyOf(tools), paths, List.copyOf(effects)));
    }

    /// The calls of an example.
    static List<Trace.Call> made(Fields example) {
        return example
                .mappings("calls", "\"calls\"", List.of("tool", "effect", "path", "label"))
                .stream()
                .flatMap(one ->
                        one.needed("tool").stream()
                                .map(tool ->
                                        new Trace.Call(
                                                tool,
                                                Set.copyOf(one.texts("effect")),
                                                one.texts("path"),
                                                Set.copyOf(one.texts("label")))))
                .toList();
    }

    private static String label(String text, List<String> known) {
        if (!known.contains(text)) {
            throw new IllegalArgumentException(
                    "unknown label \"%s\"%s; known labels: %s"
                            .formatted(
                                    Lines.shortened(text, 60),
                                    Suggestion.clause(text, known),
                                    String.join(", ", known)));
        }
        return text;
    }

    private static String span(String text) {
        if (!text.equals("run")) {
            throw new IllegalArgumentException(
                    "unknown word \"%s\" for \"scope\" of a sequence; known words: run"
                            .formatted(text));
        }
        return text;
    }
}
