package dev.lorimer.govern.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads the examples of a constraint: what it must refuse, what it must let pass. An example is
/// the text of one file, or files by path, or files by path before and after the change.
final class ExampleReader {
    private final Fields fields;
    private final ExamplePath path;

    ExampleReader(Fields fields, Rule rule, Scope scope) {
        this.fields = fields;
        path = new ExamplePath(rule, scope);
    }

    List<Example> examples() {
        var examples = new ArrayList<Example>();
        fields.mapping("tests", "\"tests\"", List.of("fail", "pass"))
                .ifPresent(tests -> {
                    tests.items("fail").forEach(item -> add(examples, true, item));
                    tests.items("pass").forEach(item -> add(examples, false, item));
                });
        return List.copyOf(examples);
    }

    private void add(List<Example> examples, boolean breaks, Yaml item) {
        var key = breaks ? "fail" : "pass";
        switch (item) {
            case Yaml.Scalar scalar when scalar.type() == Yaml.Type.TEXT ->
                    examples.add(
                            new Example(
                                    breaks,
                                    Map.of(),
                                    path.file(scalar.text()),
                                    List.of(),
                                    item.line()));
            case Yaml.Mapping mapping when isRun(mapping) ->
                    examples.add(
                            new Example(
                                    breaks,
                                    Map.of(),
                                    Map.of(),
                                    TraceReader.made(
                                            Fields.of(
                                                    mapping,
                                                    "\"" + key + "\"",
                                                    List.of("calls"),
                                                    fields.faults())),
                                    item.line()));
            case Yaml.Mapping mapping when isChange(mapping) ->
                    examples.add(change(breaks, mapping));
            case Yaml.Mapping mapping ->
                    examples.add(
                            new Example(
                                    breaks, Map.of(), files(key, mapping), List.of(), item.line()));
            case Yaml.Scalar _, Yaml.Sequence _ ->
                    fields.mistyped(
                            key,
                            item,
                            "the text of a file, or files by path, or { before: {…}, after: {…} }");
        }
    }

    private static boolean isRun(Yaml.Mapping mapping) {
        return mapping.entries().size() == 1
                && mapping.entries().getFirst().key().equals("calls")
                && mapping.entries().getFirst().value() instanceof Yaml.Sequence;
    }

    private static boolean isChange(Yaml.Mapping mapping) {
        return !mapping.entries().isEmpty()
                && mapping.entries().stream()
                        .allMatch(entry ->
                                List.of("before", "after").contains(entry.key())
                                        && !(entry.value() instanceof Yaml.Scalar scalar
                                                && scalar.type() == Yaml.Type.TEXT));
    }

    private Example change(boolean breaks, Yaml.Mapping mapping) {
        return new Example(
                breaks, side(mapping, "before"), side(mapping, "after"), List.of(), mapping.line());
    }

    private Map<String, String> side(Yaml.Mapping mapping, String key) {
        var files = new TreeMap<String, String>();
        for (var entry : mapping.entries()) {
            if (entry.key().equals(key) && entry.value() instanceof Yaml.Mapping inner) {
                files.putAll(files(key, inner));
            } else if (entry.key().equals(key) && !(entry.value() instanceof Yaml.Scalar)) {
                fields.mistyped(key, entry.value(), "files by path");
            }
        }
        return Map.copyOf(files);
    }

    private Map<String, String> files(String key, Yaml.Mapping mapping) {
        var files = new TreeMap<String, String>();
        for (var entry : mapping.entries()) {
            if (entry.value() instanceof Yaml.Scalar scalar) {
                files.put(entry.key(), scalar.text());
            } else {
                fields.mistyped(key, entry.value(), "files by path, each with its text");
            }
        }
        return Map.copyOf(files);
    }
}
