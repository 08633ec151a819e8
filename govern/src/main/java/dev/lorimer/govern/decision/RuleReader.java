package dev.lorimer.govern.decision;

import com.google.re2j.Pattern;
import dev.lorimer.govern.decision.Rule.ChangeKind;
import java.util.ArrayList;
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
            case REQUIRE -> new RequireReader(fields).require();
            case API_COMPAT -> new PlainReader(fields).apiCompat();
            case OWNERSHIP -> new OwnershipReader(fields).ownership();
            case TRACE -> new TraceReader(fields).trace();
            case CONTENT -> new PlainReader(fields).content();
            case CHECK -> new PlainReader(fields).check();
        };
    }

    private Optional<Rule> dependency() {
        fields.each("edges", RuleReader::edge);
        var shapes = List.of("forbid", "layers", "acyclic").stream().filter(fields::has).toList();
        if (shapes.size() > 1) {
            fields.faults()
                    .error(
                            fields.lineOf(shapes.get(1)),
                            "a dependency constraint has %s, but can have only one of them; write one constraint for each"
                                    .formatted(String.join(" and ", shapes)));
            return Optional.empty();
        }
        var keys = List.of("package", "type");
        if (fields.has("layers")) {
            return layers();
        }
        if (fields.has("acyclic")) {
            return fields.each("acyclic", NamePattern::of).stream()
                    .findFirst()
                    .map(Rule.Acyclic::new);
        }
        return only(keys)
                .or(() ->
                        forbidden(keys)
                                .map(forbidden ->
                                        checked(new Rule.Dependency(forbidden, allowed(keys)))));
    }

    /// A list of what is allowed, where nothing is forbidden.
    private Optional<Rule> only(List<String> keys) {
        return fields.has("forbid") || !fields.has("allow")
                ? Optional.empty()
                : Optional.of(allowed(keys))
                        .filter(allowed -> !allowed.isEmpty())
                        .map(allowed -> new Rule.Dependency(Targets.none(), allowed));
    }

    private Optional<Rule> layers() {
        var layers = new ArrayList<Rule.Layer>();
        for (var item : fields.items("layers")) {
            switch (item) {
                case Yaml.Mapping mapping -> {
                    var one =
                            Fields.of(
                                    mapping,
                                    "\"layers\"",
                                    List.of("name", "package"),
                                    fields.faults());
                    one.present("package");
                    var packages = one.each("package", NamePattern::of);
                    if (!packages.isEmpty()) {
                        layers.add(
                                new Rule.Layer(
                                        one.text("name").orElse(packages.getFirst().toString()),
                                        packages));
                    }
                }
                case Yaml.Scalar scalar ->
                        fields.read(scalar, NamePattern::of)
                                .ifPresent(one ->
                                        layers.add(new Rule.Layer(one.toString(), List.of(one))));
                case Yaml.Sequence _ ->
                        fields.mistyped("layers", item, "package patterns, the top layer first");
            }
        }
        if (layers.size() < 2) {
            fields.faults()
                    .error(
                            fields.lineOf("layers"),
                            "\"layers\" needs at least two layers, the top one first");
            return Optional.empty();
        }
        return Optional.of(new Rule.Layers(List.copyOf(layers)));
    }

    /// A list of exceptions that lets everything pass leaves a rule that can't fail.
    private Rule.Dependency checked(Rule.Dependency rule) {
        boolean vain =
                rule.forbidden().types().isEmpty()
                        && rule.forbidden().packages().stream()
                                .allMatch(one ->
                                        rule.allowed().packages().stream()
                                                .anyMatch(wide -> Patterns.nameWithin(one, wide)));
        if (vain) {
            fields.faults()
                    .error(
                            fields.lineOf("allow"),
                            "\"allow\" lets everything pass that \"forbid\" names, so the rule can't fail; allow less");
        }
        return rule;
    }

    private Optional<Rule> apiUse() {
        var keys = List.of("type", "method", "package");
        return forbidden(keys).map(forbidden -> new Rule.ApiUse(forbidden, allowed(keys)));
    }

    private Optional<Rule> library() {
        var transitive =
                fields.has("transitive")
                        ? fields.word("transitive", Severity.class)
                        : Optional.<Severity>empty();
        var allowed =
                fields.mapping("allow", "\"allow\"", List.of("artifact"))
                        .map(one -> one.each("artifact", RuleReader::artifact))
                        .orElse(List.of());
        if (!fields.has("forbid") && !allowed.isEmpty()) {
            return Optional.of(new Rule.Library(List.of(), allowed, Targets.none(), transitive));
        }
        var inner = section("forbid", List.of("artifact", "package"));
        var artifacts =
                inner.map(one -> one.each("artifact", RuleReader::artifact)).orElse(List.of());
        var packages = inner.map(one -> one.each("package", NamePattern::of)).orElse(List.of());
        return artifacts.isEmpty() && packages.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Rule.Library(
                                artifacts,
                                allowed,
                                new Targets(packages, List.of(), List.of()),
                                transitive));
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
