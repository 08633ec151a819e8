package dev.lorimer.govern.importer;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.io.JsonStringEncoder;

/// One constraint on its way into a record.
///
/// @param rule the keys of its kind, each a line of YAML
record Clause(String kind, String lang, Area scope, Area exclude, List<String> rule, Terms terms) {
    /// @param mode and severity as our language has them
    /// @param empty whether there may be nothing in scope
    record Terms(String severity, String mode, boolean empty) {
        static Terms usual() {
            return new Terms("deny", "absolute", false);
        }

        Terms allowingNone() {
            return new Terms(severity, mode, true);
        }

        Terms withMode(String other) {
            return new Terms(severity, other, empty);
        }
    }

    static Clause dependency(
            String lang, Area scope, Area exclude, Targets forbidden, Targets allowed) {
        var rule = new ArrayList<>(List.of("forbid: " + forbidden.yaml()));
        if (!allowed.isEmpty()) {
            rule.add("allow: " + allowed.yaml());
        }
        return new Clause("dependency", lang, scope, exclude, rule, Terms.usual());
    }

    /// What code may use or not.
    record Targets(List<String> packages, List<String> types) {
        static Targets none() {
            return new Targets(List.of(), List.of());
        }

        static Targets packages(List<String> packages) {
            return new Targets(packages, List.of());
        }

        boolean isEmpty() {
            return packages.isEmpty() && types.isEmpty();
        }

        Targets and(Targets other) {
            return new Targets(Area.both(packages, other.packages), Area.both(types, other.types));
        }

        String yaml() {
            var parts = new ArrayList<String>();
            if (!packages.isEmpty()) {
                parts.add("package: " + list(packages));
            }
            if (!types.isEmpty()) {
                parts.add("type: " + list(types));
            }
            return "{ " + String.join(", ", parts) + " }";
        }
    }

    Clause with(Terms other) {
        return new Clause(kind, lang, scope, exclude, rule, other);
    }

    String yaml(String id) {
        var lines = new ArrayList<>(List.of("id: " + id, "kind: " + kind));
        if (!lang.isEmpty()) {
            lines.add("lang: " + lang);
        }
        area("scope", scope, lines);
        area("exclude", exclude, lines);
        lines.addAll(rule);
        lines.add("severity: " + terms.severity());
        lines.add("mode: " + terms.mode());
        if (terms.empty()) {
            lines.add("minSubjects: 0");
        }
        return String.join("\n", lines);
    }

    private static void area(String key, Area area, List<String> lines) {
        var parts = new ArrayList<String>();
        if (!area.paths().isEmpty()) {
            parts.add("path: " + list(area.paths()));
        }
        if (!area.packages().isEmpty()) {
            parts.add("package: " + list(area.packages()));
        }
        if (!parts.isEmpty()) {
            lines.add(key + ": { " + String.join(", ", parts) + " }");
        }
    }

    static String list(List<String> texts) {
        return texts.stream().map(Clause::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    /// In double quotes with JSON's escapes, all of which YAML has too.
    static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + '"';
    }
}
