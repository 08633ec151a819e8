package dev.lorimer.govern.decision;

import dev.lorimer.govern.decision.Rule.Element;
import dev.lorimer.govern.decision.Rule.Form;
import dev.lorimer.govern.decision.Rule.Unless;
import dev.lorimer.govern.tree.PathGlob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads the forms that a pattern constraint forbids.
final class FormReader {
    private static final List<String> FORMS =
            List.of("regex", "field", "method", "type", "parameter", "call", "string", "anyOf");
    private static final List<String> MATCH =
            List.of(
                    "regex",
                    "field",
                    "method",
                    "type",
                    "parameter",
                    "call",
                    "string",
                    "anyOf",
                    "unless");

    private static final List<String> UNLESS = List.of("pathGlob", "annotatedWith", "type");

    private final Fields fields;

    FormReader(Fields fields) {
        this.fields = fields;
    }

    Optional<Rule> pattern() {
        var forms = new ArrayList<Form>();
        var match = fields.mapping("match", "\"match\"", MATCH);
        match.ifPresent(inner -> collect(inner, forms));
        fields.mapping("forbid", "\"forbid\"", List.of("regex"))
                .ifPresent(inner -> collect(inner, forms));
        if (forms.isEmpty()) {
            fields.faults()
                    .error(
                            fields.line(),
                            "a pattern constraint needs \"match\" with at least one of: %s"
                                    .formatted(String.join(", ", FORMS)));
            return Optional.empty();
        }
        return Optional.of(
                new Rule.Pattern(
                        List.copyOf(forms),
                        match.map(FormReader::unless).orElseGet(Unless::never)));
    }

    /// What stands under the key `unless`, if it is there.
    static Unless unless(Fields outer) {
        return outer.mapping("unless", "\"unless\"", UNLESS)
                .map(inner ->
                        new Unless(
                                inner.each("pathGlob", PathGlob::of),
                                inner.each("annotatedWith", RuleReader::type),
                                inner.each("type", RuleReader::type)))
                .orElseGet(Unless::never);
    }

    private void collect(Fields inner, List<Form> forms) {
        inner.each("regex", FormReader::regex).forEach(regex -> forms.add(new Form.Text(regex)));
        for (var element : Element.values()) {
            for (var one :
                    inner.mappings(
                            Words.of(element),
                            "\"" + Words.of(element) + "\"",
                            List.of("annotatedWith"))) {
                needs(one, "annotatedWith");
                addIfFilled(
                        one.each("annotatedWith", RuleReader::type),
                        types -> forms.add(new Form.Annotated(element, types)));
            }
        }
        for (var call : inner.mappings("call", "\"call\"", List.of("owner", "name"))) {
            needs(call, "owner");
            addIfFilled(
                    call.each("owner", RuleReader::type),
                    owners -> forms.add(new Form.Call(owners, call.texts("name"))));
        }
        for (var string : inner.mappings("string", "\"string\"", List.of("regex"))) {
            needs(string, "regex");
            string.each("regex", FormReader::regex)
                    .forEach(regex -> forms.add(new Form.Literal(regex)));
        }
        inner.mappings("anyOf", "\"anyOf\"", FORMS).forEach(one -> collect(one, forms));
    }

    private static void needs(Fields inner, String key) {
        if (!inner.has(key)) {
            inner.needed(key);
        }
    }

    private static void addIfFilled(List<NamePattern> names, Consumer<List<NamePattern>> add) {
        if (!names.isEmpty()) {
            add.accept(names);
        }
    }

    private static Regex regex(String text) {
        var regex = Regex.of(text);
        if (regex.isIn("")) {
            throw new IllegalArgumentException(
                    "regex \"%s\" matches the empty text, so it would be found everywhere; make it need at least one character"
                            .formatted(text));
        }
        return regex;
    }
}
