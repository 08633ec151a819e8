package dev.lorimer.govern.decision;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Reads one constraint from its YAML. Collects every error instead of stopping at the first.
final class ConstraintReader {
    private static final Pattern REFERENCE =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._ -]{0,63}#[a-z][a-z0-9-]*");
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]*");

    /// Keys that every kind of constraint takes.
    private static final List<String> COMMON =
            List.of(
                    "id",
                    "kind",
                    "lang",
                    "scope",
                    "exclude",
                    "severity",
                    "effect",
                    "mode",
                    "phase",
                    "minSubjects",
                    "fix",
                    "prefer",
                    "tests",
                    "actor",
                    "overrides");

    private final String decision;
    private final Expressions expressions;
    private final Faults faults;

    ConstraintReader(String decision, Expressions expressions, Faults faults) {
        this.decision = decision;
        this.expressions = expressions;
        this.faults = faults;
    }

    /// The constraint, unless anything about it is wrong.
    Optional<Constraint> read(Yaml document) {
        if (!(document instanceof Yaml.Mapping mapping)) {
            faults.error(
                    document.line(),
                    "a constraint is %s, but has to be a mapping with the keys id, kind, …"
                            .formatted(document.described()));
            return Optional.empty();
        }
        int before = faults.errors();
        var kind = kind(mapping);
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        var known = Stream.concat(COMMON.stream(), kind.get().keys().stream()).toList();
        var fields = Fields.of(mapping, kind.get().article(), known, faults);
        var name = name(fields);
        var scope = new ScopeReader(fields).scope();
        var terms = terms(fields, kind.get());
        var remedy = remedy(fields);
        var rule = new RuleReader(fields, expressions).rule(kind.get());
        if (faults.errors() > before || rule.isEmpty() || name.isEmpty()) {
            return Optional.empty();
        }
        var examples = new ExampleReader(fields, rule.get(), scope).examples();
        return faults.errors() > before
                ? Optional.empty()
                : Optional.of(
                        new Constraint(
                                decision + "#" + name.get(),
                                rule.get(),
                                scope,
                                terms,
                                remedy,
                                examples));
    }

    private Optional<Kind> kind(Yaml.Mapping mapping) {
        var entry = mapping.entries().stream().filter(one -> one.key().equals("kind")).findFirst();
        var words = Stream.of(Kind.values()).map(Words::of).toList();
        if (entry.isEmpty()) {
            faults.error(
                    mapping.line(),
                    "a constraint needs the key \"kind\"; known kinds: %s"
                            .formatted(String.join(", ", words)));
            return Optional.empty();
        }
        var given =
                entry.get().value() instanceof Yaml.Scalar scalar
                        ? scalar.text()
                        : entry.get().value().described();
        var found =
                Stream.of(Kind.values()).filter(kind -> Words.of(kind).equals(given)).findFirst();
        if (found.isEmpty()) {
            faults.error(
                    entry.get().line(),
                    "unknown kind \"%s\"%s; known kinds: %s"
                            .formatted(
                                    Lines.shortened(given, 60),
                                    Suggestion.clause(given, words),
                                    String.join(", ", words)));
        }
        return found;
    }

    private Optional<String> name(Fields fields) {
        var name = fields.needed("id");
        if (name.isPresent() && !ID.matches(name.get())) {
            faults.error(
                    fields.lineOf("id"),
                    "constraint id \"%s\" is not of the form no-gson: a lower-case letter, then lower-case letters, digits, hyphens"
                            .formatted(Lines.shortened(name.get(), 60)));
            return Optional.empty();
        }
        return name;
    }

    private Terms terms(Fields fields, Kind kind) {
        if (fields.has("severity") && fields.has("effect")) {
            faults.error(
                    fields.lineOf("effect"),
                    "\"severity\" and \"effect\" say the same; keep one of the two");
        }
        // A rule that somebody took the pain to write down is meant, so it denies unless it says
        // otherwise.
        var severity =
                fields.word("severity", Severity.class)
                        .or(() -> fields.word("effect", Severity.class))
                        .orElse(Severity.DENY);
        var mode = fields.word("mode", Mode.class).orElse(Mode.INTRODUCED);
        return new Terms(
                severity,
                mode,
                phases(fields, kind),
                fields.count("minSubjects", 1),
                fields.each("overrides", ConstraintReader::reference));
    }

    /// A rule about calls speaks before a call, and nowhere else unless it says so: elsewhere
    /// nobody knows the calls.
    private static Set<Phase> phases(Fields fields, Kind kind) {
        var named = fields.each("phase", text -> Words.read("phase", text, Phase.class));
        if (!named.isEmpty()) {
            return Set.copyOf(named);
        }
        return kind == Kind.TRACE
                ? Set.of(Phase.CONTEXT, Phase.TOOL)
                : Set.copyOf(EnumSet.allOf(Phase.class));
    }

    private static String reference(String text) {
        if (!REFERENCE.matches(text)) {
            throw new IllegalArgumentException(
                    "\"%s\" is no constraint of another decision; write it as D-0003#no-sql"
                            .formatted(Lines.shortened(text, 60)));
        }
        return text;
    }

    /// How to comply, from `fix`, else from `prefer`.
    private static String remedy(Fields fields) {
        var fix = fields.text("fix").map(Lines::joined);
        var preferred = new ArrayList<String>();
        if (fields.value("prefer").filter(Yaml.Mapping.class::isInstance).isPresent()) {
            fields.mapping("prefer", "\"prefer\"", List.of("artifact", "package", "type", "method"))
                    .ifPresent(inner ->
                            List.of("artifact", "package", "type", "method")
                                    .forEach(key -> preferred.addAll(inner.texts(key))));
        } else {
            preferred.addAll(fields.texts("prefer"));
        }
        return fix.orElse(
                preferred.isEmpty() ? "" : "use " + String.join(" or ", preferred) + " instead");
    }
}
