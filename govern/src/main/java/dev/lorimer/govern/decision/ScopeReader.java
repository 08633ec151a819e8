package dev.lorimer.govern.decision;

import dev.lorimer.govern.tree.PathGlob;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// Reads which files, and whose changes, a constraint is about.
final class ScopeReader {
    private static final List<String> CHOICE = List.of("path", "package", "module", "lang");
    private static final List<String> SCOPE =
            List.of("path", "package", "module", "lang", "exclude");

    private final Fields constraint;

    ScopeReader(Fields constraint) {
        this.constraint = constraint;
    }

    Scope scope() {
        var scope = constraint.mapping("scope", "\"scope\"", SCOPE);
        var excluded = new ArrayList<Selector>();
        constraint
                .mapping("exclude", "\"exclude\"", CHOICE)
                .map(ScopeReader::selector)
                .ifPresent(excluded::add);
        scope.flatMap(inner -> inner.mapping("exclude", "\"exclude\"", CHOICE))
                .map(ScopeReader::selector)
                .ifPresent(excluded::add);
        var chosen = scope.map(ScopeReader::selector).orElseGet(Selector::everything);
        return Scope.of(withLanguage(chosen), List.copyOf(excluded), actors());
    }

    private Selector withLanguage(Selector chosen) {
        if (!constraint.has("lang")) {
            return chosen;
        }
        if (!chosen.languages().isEmpty()) {
            constraint
                    .faults()
                    .error(
                            constraint.lineOf("lang"),
                            "\"lang\" is given here and in \"scope\"; keep one of the two");
        }
        return new Selector(
                chosen.paths(), chosen.packages(), chosen.modules(), languages(constraint));
    }

    private static Selector selector(Fields fields) {
        return new Selector(
                fields.each("path", PathGlob::of),
                fields.each("package", NamePattern::of),
                fields.each("module", ScopeReader::module),
                languages(fields));
    }

    private static Set<Language> languages(Fields fields) {
        return Set.copyOf(fields.each("lang", ScopeReader::language));
    }

    private static Language language(String name) {
        return Language.named(name)
                .orElseThrow(() -> {
                    var known = Arrays.stream(Language.values()).map(Language::word).toList();
                    return new IllegalArgumentException(
                            "unknown language \"%s\"%s; known languages: %s"
                                    .formatted(
                                            name,
                                            Suggestion.clause(name, known),
                                            String.join(", ", known)));
                });
    }

    static String module(String name) {
        var bare = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        if (bare.startsWith("/") || bare.isEmpty() || bare.contains("*")) {
            throw new IllegalArgumentException(
                    "module \"%s\" is neither a folder of the repository nor an artifact id; for patterns use \"path\""
                            .formatted(name));
        }
        return bare;
    }

    private Actors actors() {
        return constraint
                .mapping("actor", "\"actor\"", List.of("agent", "human"))
                .map(fields -> new Actors(fields.texts("agent"), fields.texts("human")))
                .orElseGet(Actors::everybody);
    }
}
