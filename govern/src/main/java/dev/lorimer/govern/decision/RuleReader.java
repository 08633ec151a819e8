package dev.lorimer.govern.decision;

import com.google.re2j.Pattern;
import dev.lorimer.govern.decision.Rule.ChangeKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads what a constraint forbids.
final class RuleReader {
    private static final Pattern ARTIFACT = Pattern.compile("[A-Za-z0-9._*-]+:[A-Za-z0-9._*-]+");
    private static final Pattern METHOD = Pattern.compile("[\\w$*]+|<init>");

    /// The view of the code that `edges` can name. Every edge that source code shows is always
    /// checked.
    private static final List<String> EDGES = List.of("type", "annotation", "constant", "generic");

    private final Fields fields;
    private final Expressions expressions;

    RuleReader(Fields fields, Expressions expressions) {
        this.fields = fields;
        this.expressions = expressions;
    }

    Optional<Rule> rule(Kind kind) {
        return switch (kind) {
            case DEPENDENCY -> dependency();
            case API_USE -> apiUse();
            case PATTERN -> new FormReader(fields).pattern();
            case LIBRARY -> library();
            case CHANGE ->
                    Optional.of(
                            new Rule.Change(
                                    fields.texts("approvers"),
                                    fields.text("binding").orElse(""),
                                    fields.flag("separationOfDuties", false)));
            case FILE_HISTORY -> fileHistory();
            case BUDGET -> budget();
        };
    }

    private Optional<Rule> dependency() {
        fields.each("edges", RuleReader::edge);
        return forbidden(List.of("package", "type"))
                .map(forbidden ->
                        new Rule.Dependency(forbidden, allowed(List.of("package", "type"))));
    }

    private Optional<Rule> apiUse() {
        var keys = List.of("type", "method", "package");
        return forbidden(keys).map(forbidden -> new Rule.ApiUse(forbidden, allowed(keys)));
    }

    private Optional<Rule> library() {
        if (fields.has("transitive")) {
            fields.word("transitive", Severity.class);
        }
        var inner = section("forbid", List.of("artifact", "package"));
        var artifacts =
                inner.map(one -> one.each("artifact", RuleReader::artifact)).orElse(List.of());
        var packages = inner.map(one -> one.each("package", NamePattern::of)).orElse(List.of());
        return artifacts.isEmpty() && packages.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Rule.Library(artifacts, new Targets(packages, List.of(), List.of())));
    }

    private Optional<Rule> fileHistory() {
        var allowed =
                fields.mapping("allow", "\"allow\"", List.of("change"))
                        .map(inner ->
                                inner.each(
                                        "change",
                                        text -> Words.read("change", text, ChangeKind.class)));
        if (allowed.isEmpty() && !fields.has("order")) {
            fields.faults()
                    .error(
                            fields.line(),
                            "a file-history constraint needs \"allow\" or \"order\"; add allow: { change: [add] }");
            return Optional.empty();
        }
        var kinds = allowed.map(Set::copyOf).orElseGet(() -> Set.of(ChangeKind.values()));
        return Optional.of(new Rule.FileHistory(kinds, order()));
    }

    private Optional<Rule.Order> order() {
        var inner = fields.mapping("order", "\"order\"", List.of("key", "strictlyIncreasing"));
        if (inner.isEmpty()) {
            return Optional.empty();
        }
        if (!inner.get().flag("strictlyIncreasing", true)) {
            fields.faults()
                    .error(
                            inner.get().lineOf("strictlyIncreasing"),
                            "an order that is not strictly increasing orders nothing; write true, or leave \"order\" out");
        }
        inner.get().needed("key");
        return inner.get().each("key", RuleReader::key).stream().map(Rule.Order::new).findFirst();
    }

    private Optional<Rule> budget() {
        var source = fields.needed("cel");
        if (source.isPresent()) {
            switch (expressions.read(source.get(), Rule.Budget.NAMES)) {
                case Expressions.Reading.Wrong wrong ->
                        fields.faults()
                                .error(
                                        fields.lineOf("cel"),
                                        "cel expression \"%s\" is wrong: %s; it can use diff.added, diff.deleted and diff.files"
                                                .formatted(
                                                        Lines.shortened(source.get(), 120),
                                                        Lines.shortened(wrong.message(), 200)));
                case Expressions.Reading.Ready _, Expressions.Reading.NoEngine _ -> {}
            }
        }
        return source.map(Rule.Budget::new);
    }

    private Optional<Targets> forbidden(List<String> keys) {
        var targets = section("forbid", keys).map(RuleReader::targets);
        return targets.filter(found -> !found.isEmpty());
    }

    private Targets allowed(List<String> keys) {
        return fields.mapping("allow", "\"allow\"", keys)
                .map(RuleReader::targets)
                .orElseGet(Targets::none);
    }

    /// A mapping that has to be there and to hold at least one of its keys.
    private Optional<Fields> section(String key, List<String> keys) {
        if (!fields.has(key)) {
            fields.needed(key);
            return Optional.empty();
        }
        var inner = fields.mapping(key, "\"" + key + "\"", keys);
        if (inner.isPresent() && keys.stream().noneMatch(inner.get()::has)) {
            fields.faults()
                    .error(
                            fields.lineOf(key),
                            "\"%s\" is empty; it needs at least one of: %s"
                                    .formatted(key, String.join(", ", keys)));
        }
        return inner;
    }

    private static Targets targets(Fields inner) {
        return new Targets(
                inner.each("package", NamePattern::of),
                inner.each("type", RuleReader::type),
                inner.each("method", RuleReader::method));
    }

    /// A type; `Outer$Inner` is read as `Outer.Inner`, which is how code writes it.
    static NamePattern type(String text) {
        return NamePattern.of(text.replace('$', '.'));
    }

    private static Targets.Method method(String text) {
        int hash = text.indexOf('#');
        var name = text.substring(hash + 1);
        int parameters = name.indexOf('(');
        if (hash <= 0 || parameters >= 0 || !METHOD.matches(name)) {
            throw new IllegalArgumentException(
                    "method \"%s\" is not of the form java.lang.System#exit, without parameters"
                            .formatted(text));
        }
        return new Targets.Method(
                type(text.substring(0, hash)), name.equals("<init>") ? "new" : name);
    }

    private static String artifact(String text) {
        if (!ARTIFACT.matches(text)) {
            throw new IllegalArgumentException(
                    "artifact \"%s\" is not of the form group:artifact, each with * for any characters, as in com.google.code.gson:*"
                            .formatted(text));
        }
        return text;
    }

    private static String edge(String text) {
        if (!EDGES.contains(text)) {
            throw new IllegalArgumentException(
                    "unknown word \"%s\" for \"edges\"%s; known words: %s"
                            .formatted(
                                    text,
                                    Suggestion.clause(text, EDGES),
                                    String.join(", ", EDGES)));
        }
        return text;
    }

    private static Regex key(String text) {
        var regex = Regex.of(text);
        if (regex.groups() != 1) {
            throw new IllegalArgumentException(
                    "order key \"%s\" has %s groups, but needs exactly one around what is ordered, as in V(\\d+)__.*"
                            .formatted(text, regex.groups()));
        }
        return regex;
    }
}
