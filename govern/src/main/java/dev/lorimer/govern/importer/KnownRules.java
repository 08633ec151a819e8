package dev.lorimer.govern.importer;

import dev.lorimer.govern.importer.Clause.Targets;
import dev.lorimer.govern.importer.Clause.Terms;
import java.util.List;

/// Translates the rules that ArchUnit brings along, and those about slices.
final class KnownRules {
    private final Ground ground;

    KnownRules(Ground ground) {
        this.ground = ground;
    }

    Meaning of(String name) {
        return switch (name) {
            case "NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING" -> dependency("java.util.logging..");
            case "NO_CLASSES_SHOULD_USE_JODATIME" -> dependency("org.joda.time..");
            case "NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS" ->
                    rule(
                            "api-use",
                            "forbid: { method: %s }"
                                    .formatted(
                                            Clause.list(
                                                    List.of(
                                                            "java.lang.Throwable#new",
                                                            "java.lang.Exception#new",
                                                            "java.lang.RuntimeException#new"))));
            case "NO_CLASSES_SHOULD_USE_FIELD_INJECTION" ->
                    rule(
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
                                                            "jakarta.annotation.Resource"))));
            default ->
                    throw new Untranslated(
                            "\"%s\" is a rule of the library, or of another file, without an equal here"
                                    .formatted(name));
        };
    }

    private Meaning dependency(String name) {
        return Meaning.of(
                List.of(
                        Clause.dependency(
                                "java",
                                ground.scope(List.of(), List.of()),
                                ground.exclude(),
                                Targets.packages(List.of(name)),
                                Targets.none())));
    }

    private Meaning rule(String kind, String line) {
        return Meaning.of(
                List.of(
                        new Clause(
                                kind,
                                "java",
                                ground.scope(List.of(), List.of()),
                                ground.exclude(),
                                List.of(line),
                                Terms.usual())));
    }

    /// Only packages below one that is named in full: others would be put together in another way.
    Meaning slices(Chain chain) {
        var matching =
                chain.calls().stream()
                        .filter(call -> call.name().equals("matching"))
                        .findFirst()
                        .orElseThrow(() -> new Untranslated("its slices are code of its own"));
        if (!chain.has("beFreeOfCycles")) {
            throw new Untranslated(
                    "slices that may not use each other at all have no equal here; name them in one constraint each");
        }
        if (chain.has("ignoreDependency") || chain.has("that")) {
            throw new Untranslated("it lets some slices or dependencies of a circle pass");
        }
        var pattern = ground.file().text(matching.only());
        int group = pattern.indexOf("(*)");
        boolean plain =
                group > 0
                        && pattern.substring(group).replace("(*)", "").replace(".", "").isEmpty()
                        && pattern.endsWith("..")
                        && !pattern.substring(0, group).contains("..")
                        && !pattern.substring(0, group).contains("*");
        if (!plain) {
            throw new Untranslated(
                    "slices by \"%s\" are other ones than packages below one of them; only those like \"com.acme.(*)..\" have an equal"
                            .formatted(pattern));
        }
        var slice = pattern.substring(0, pattern.length() - 2).replace("(", "").replace(")", "");
        return Meaning.of(
                List.of(
                        new Clause(
                                "dependency",
                                "java",
                                ground.scope(List.of(), List.of()),
                                ground.exclude(),
                                List.of("acyclic: " + Clause.quoted(slice)),
                                Terms.usual())));
    }
}
