package dev.lorimer.govern.importer;

import dev.lorimer.govern.importer.Clause.Targets;
import dev.lorimer.govern.importer.Clause.Terms;
import java.util.ArrayList;
import java.util.List;

/// Translates the rules that ArchUnit brings along, and those about slices.
final class KnownRules {
    private final Ground ground;

    KnownRules(Ground ground) {
        this.ground = ground;
    }

    /// A whole rule of the library.
    Meaning of(String name) {
        var condition = name.replaceFirst("^NO_CLASSES_SHOULD_", "");
        if (condition.equals("USE_FIELD_INJECTION")) {
            return Meaning.of(
                    List.of(
                            clause(
                                    "pattern",
                                    "match: { field: { annotatedWith: %s } }"
                                            .formatted(
                                                    Clause.list(
                                                            List.of(
                                                                    "org.springframework.beans.factory.annotation.Autowired",
                                                                    "org.springframework.beans.factory.annotation.Value",
                                                                    "com.google.inject.Inject",
                                                                    "javax.inject.Inject",
                                                                    "javax.annotation.Resource",
                                                                    "jakarta.inject.Inject",
                                                                    "jakarta.annotation.Resource"))))));
        }
        return Meaning.of(clauses(condition));
    }

    /// A condition of the library, for no class to meet.
    ///
    /// @param name of the constant, as in `ACCESS_STANDARD_STREAMS`
    List<Clause> clauses(String name) {
        return switch (name) {
            case "USE_JAVA_UTIL_LOGGING" -> dependency("java.util.logging..");
            case "USE_JODATIME" -> dependency("org.joda.time..");
            case "THROW_GENERIC_EXCEPTIONS" ->
                    methods(
                            "java.lang.Throwable#new",
                            "java.lang.Exception#new",
                            "java.lang.RuntimeException#new");
            case "ACCESS_STANDARD_STREAMS" -> {
                var all = new ArrayList<>(methods("java.lang.System#out", "java.lang.System#err"));
                // Of whatever type the exception is; only its text shows that for certain.
                all.add(clause("pattern", "match: { regex: '[.]printStackTrace[(]\\s*[)]' }"));
                yield all;
            }
            default ->
                    throw new Untranslated(
                            "\"%s\" is a rule of the library, or of another file, without an equal here"
                                    .formatted(name));
        };
    }

    private List<Clause> dependency(String name) {
        return List.of(
                Clause.dependency(
                        "java",
                        ground.scope(List.of(), List.of()),
                        ground.exclude(),
                        Targets.packages(List.of(name)),
                        Targets.none()));
    }

    private List<Clause> methods(String... names) {
        return List.of(
                clause("api-use", "forbid: { method: %s }".formatted(Clause.list(List.of(names)))));
    }

    private Clause clause(String kind, String line) {
        return new Clause(
                kind,
                "java",
                ground.scope(List.of(), List.of()),
                ground.exclude(),
                List.of(line),
                Terms.usual());
    }

    /// Circles only between packages below one that is named in full: others would be put together
    /// in another way.
    Meaning slices(Chain chain) {
        var matching =
                chain.calls().stream()
                        .filter(call -> call.name().equals("matching"))
                        .findFirst()
                        .orElseThrow(() -> new Untranslated("its slices are code of its own"));
        boolean circles = chain.has("beFreeOfCycles");
        if (!circles && !chain.has("notDependOnEachOther")) {
            throw new Untranslated(
                    "it asks something else of slices than circles and independence");
        }
        if (chain.has("ignoreDependency") || chain.has("that")) {
            throw new Untranslated("it lets some slices or dependencies pass");
        }
        var pattern = ground.file().text(matching.only());
        int group = pattern.indexOf("(*)");
        var rest = group < 0 ? pattern : pattern.substring(group);
        boolean plain =
                group > 0
                        && pattern.endsWith("..")
                        && rest.indexOf('(', 1) < 0
                        && (!circles || isPlain(pattern, group));
        if (!plain) {
            throw new Untranslated(
                    "slices by \"%s\" are other ones than packages below one of them; only those like \"com.acme.(*)..\" have an equal"
                            .formatted(pattern));
        }
        var slice = pattern.substring(0, pattern.length() - 2).replace("(", "").replace(")", "");
        var key = circles ? "acyclic: " : "independent: ";
        return Meaning.of(
                List.of(
                        new Clause(
                                "dependency",
                                "java",
                                ground.scope(List.of(), List.of()),
                                ground.exclude(),
                                List.of(key + Clause.quoted(slice)),
                                Terms.usual())));
    }

    /// Packages below one that is named in full.
    private static boolean isPlain(String pattern, int group) {
        return pattern.substring(group).replace("(*)", "").replace(".", "").isEmpty()
                && !pattern.substring(0, group).contains("..")
                && !pattern.substring(0, group).contains("*");
    }
}
