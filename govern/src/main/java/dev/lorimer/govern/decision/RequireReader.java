package dev.lorimer.govern.decision;

import dev.lorimer.govern.decision.Requirement.Demand;
import dev.lorimer.govern.decision.Requirement.Each;
import dev.lorimer.govern.tree.PathGlob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads what has to have something, and what it has to have.
final class RequireReader {
    private static final List<String> SORTS = List.of("type", "method", "field", "file");
    private static final List<String> CHOICE = List.of("annotatedWith", "subtypeOf", "named");
    private static final List<String> DEMANDS =
            List.of(
                    "anyOf",
                    "allOf",
                    "annotatedWith",
                    "subtypeOf",
                    "named",
                    "calls",
                    "reachableFromFilter",
                    "text",
                    "companion");

    private final Fields fields;

    RequireReader(Fields fields) {
        this.fields = fields;
    }

    Optional<Rule> require() {
        fields.present("forEach");
        fields.present("assert");
        var each = fields.mapping("forEach", "\"forEach\"", SORTS).flatMap(this::each);
        var demands =
                fields.mapping("assert", "\"assert\"", DEMANDS)
                        .map(RequireReader::demands)
                        .orElse(List.of());
        if (demands.isEmpty() && fields.has("assert")) {
            fields.faults()
                    .error(
                            fields.lineOf("assert"),
                            "\"assert\" demands nothing; it needs at least one of: %s"
                                    .formatted(String.join(", ", DEMANDS)));
        }
        return demands.isEmpty()
                ? Optional.empty()
                : each.map(found -> new Rule.Require(found, all(demands)));
    }

    private Optional<Each> each(Fields inner) {
        var given = SORTS.stream().filter(inner::has).toList();
        if (given.size() != 1) {
            fields.faults()
                    .error(
                            inner.line(),
                            "\"forEach\" needs exactly one of: %s"
                                    .formatted(String.join(", ", SORTS)));
            return Optional.empty();
        }
        var sort = given.getFirst();
        if (sort.equals("file")) {
            var paths = inner.each("file", PathGlob::of);
            return paths.isEmpty() ? Optional.empty() : Optional.of(new Each.Files(paths));
        }
        return inner.mapping(sort, "\"" + sort + "\"", CHOICE)
                .map(choice ->
                        new Each.Declarations(
                                Words.read("forEach", sort, Rule.Element.class),
                                choice.each("annotatedWith", RuleReader::type),
                                choice.each("subtypeOf", RuleReader::type),
                                choice.texts("named")));
    }

    private static Demand all(List<Demand> demands) {
        return demands.size() == 1 ? demands.getFirst() : new Demand.AllOf(demands);
    }

    private static List<Demand> demands(Fields inner) {
        var found = new ArrayList<Demand>();
        add(found, inner.each("annotatedWith", RuleReader::type), Demand.Annotated::new);
        add(found, inner.each("subtypeOf", RuleReader::type), Demand.Subtype::new);
        add(found, inner.texts("named"), Demand.Named::new);
        add(found, inner.texts("companion"), Demand.Companion::new);
        inner.each("text", Regex::of).forEach(regex -> found.add(new Demand.Text(regex)));
        for (var call : inner.mappings("calls", "\"calls\"", List.of("owner", "name"))) {
            call.present("owner");
            add(
                    found,
                    call.each("owner", RuleReader::type),
                    owners -> new Demand.Calls(owners, call.texts("name")));
        }
        for (var one :
                inner.mappings(
                        "reachableFromFilter",
                        "\"reachableFromFilter\"",
                        List.of("filter", "via"))) {
            one.present("filter");
            one.each("via", RequireReader::via);
            add(found, one.each("filter", RuleReader::type), Demand.Behind::new);
        }
        groups(inner, "anyOf", found);
        groups(inner, "allOf", found);
        return found;
    }

    private static void groups(Fields inner, String key, List<Demand> found) {
        var parts =
                inner.mappings(key, "\"" + key + "\"", DEMANDS).stream()
                        .map(RequireReader::demands)
                        .filter(demands -> !demands.isEmpty())
                        .map(RequireReader::all)
                        .toList();
        if (!parts.isEmpty()) {
            found.add(key.equals("anyOf") ? new Demand.AnyOf(parts) : new Demand.AllOf(parts));
        }
    }

    private static <T> void add(
            List<Demand> found, List<T> values, java.util.function.Function<List<T>, Demand> form) {
        if (!values.isEmpty()) {
            found.add(form.apply(values));
        }
    }

    private static String via(String text) {
        if (!text.equals("config")) {
            throw new IllegalArgumentException(
                    "unknown word \"%s\" for \"via\"; known words: config".formatted(text));
        }
        return text;
    }
}
