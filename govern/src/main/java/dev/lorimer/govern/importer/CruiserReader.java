package dev.lorimer.govern.importer;

import com.google.re2j.Pattern;
import dev.lorimer.govern.importer.Clause.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Translates the forbidden dependencies of dependency-cruiser, between paths.
final class CruiserReader {
    private static final Set<String> FROM = Set.of("path", "pathNot");
    private static final Set<String> TO = Set.of("path", "pathNot", "dependencyTypes");
    private static final String ALIASES =
            "imports by aliases of tsconfig.json or a bundler are not followed";

    private final Findings findings;

    CruiserReader(Findings findings) {
        this.findings = findings;
    }

    void read(String text) {
        Literal file;
        try {
            file = Literal.of(text);
        } catch (Untranslated cause) {
            findings.refused("the file", 1, cause.why());
            return;
        }
        var options = file.at("options");
        boolean aliases =
                options.flatMap(one -> one.at("tsConfig").or(() -> one.at("webpackConfig")))
                        .isPresent();
        file.at("extends")
                .ifPresent(one ->
                        findings.refused(
                                "extends",
                                one.line(),
                                "the rules of another file have to be imported from there"));
        for (var key : List.of("allowed", "required")) {
            file.at(key)
                    .ifPresent(list ->
                            list.items()
                                    .forEach(rule ->
                                            findings.refused(
                                                    key,
                                                    rule.line(),
                                                    "only forbidden dependencies have an equal here")));
        }
        if (!(file instanceof Literal.Entries)) {
            findings.refused(
                    "the file",
                    file.line(),
                    "it is code, of which only running it would tell the rules");
        }
        file.at("forbidden").ifPresent(list -> list.items().forEach(rule -> rule(rule, aliases)));
    }

    private void rule(Literal rule, boolean aliases) {
        var name = "rule";
        try {
            if (rule instanceof Literal.Code code) {
                throw new Untranslated(
                        "\"%s\" is code, of which only running it would tell the rules"
                                .formatted(code.text()));
            }
            name = rule.at("name").map(Literal::text).orElse(name);
            var severity = rule.at("severity").map(Literal::text).orElse("warn");
            if (severity.equals("ignore")) {
                throw new Untranslated("it is switched off");
            }
            var clause = clause(rule);
            var mine =
                    severity.equals("error") ? "deny" : severity.equals("info") ? "info" : "warn";
            var terms = new Clause.Terms(mine, "absolute", true);
            findings.translated(
                    name,
                    rule.line(),
                    List.of(clause.with(terms)),
                    aliases ? List.of(ALIASES) : List.of());
        } catch (Untranslated cause) {
            findings.refused(name, rule.line(), cause.why());
        }
    }

    private static Clause clause(Literal rule) {
        for (var key : List.of("module", "dependents")) {
            if (rule.at(key).isPresent()) {
                throw new Untranslated("who depends on a module in all has no equal here");
            }
        }
        var from = rule.at("from").orElseThrow(() -> new Untranslated("it has no \"from\""));
        var to = rule.at("to").orElseThrow(() -> new Untranslated("it has no \"to\""));
        refuseOthers(from, FROM);
        refuseOthers(to, TO);
        var types =
                to.at("dependencyTypes")
                        .map(one -> one.items().stream().map(Literal::text).toList())
                        .orElse(List.of());
        if (!types.isEmpty() && !types.equals(List.of("core"))) {
            throw new Untranslated(
                    "which sort of dependency it is (%s) is not looked at here"
                            .formatted(String.join(", ", types)));
        }
        var forbidden = names(expressions(to, "path"));
        if (forbidden.isEmpty()) {
            throw new Untranslated(
                    types.isEmpty()
                            ? "it forbids everything but something; name what is forbidden"
                            : "it forbids every core module");
        }
        return new Clause(
                "dependency",
                "[javascript, typescript]",
                Area.paths(globs(expressions(from, "path"))),
                Area.paths(globs(expressions(from, "pathNot"))),
                Clause.dependency(
                                "",
                                Area.none(),
                                Area.none(),
                                Targets.packages(forbidden),
                                Targets.packages(names(expressions(to, "pathNot"))))
                        .rule(),
                Clause.Terms.usual());
    }

    private static void refuseOthers(Literal side, Set<String> known) {
        if (!(side instanceof Literal.Entries all)) {
            throw new Untranslated("\"from\" or \"to\" is no object");
        }
        for (var entry : all.entries().entrySet()) {
            if (!known.contains(entry.getKey())) {
                throw new Untranslated(
                        switch (entry.getKey()) {
                            case "circular" ->
                                    "circles between files have no equal here; circles between packages do: acyclic";
                            case "orphan" -> "files that nothing uses have no equal here";
                            case "couldNotResolve" -> "what is installed is not looked at here";
                            case "reachable", "via", "viaOnly", "viaNot" ->
                                    "chains of imports are not followed here";
                            default -> "\"%s\" has no equal here".formatted(entry.getKey());
                        });
            }
        }
    }

    private static List<String> expressions(Literal side, String key) {
        return side.at(key)
                .map(one -> one.items().stream().map(Literal::text).toList())
                .orElse(List.of());
    }

    private static List<String> globs(List<String> expressions) {
        return expressions.stream()
                .flatMap(one -> PathRegex.globs(one).stream())
                .distinct()
                .toList();
    }

    private static List<String> names(List<String> expressions) {
        var found = new ArrayList<String>();
        for (var expression : expressions) {
            if (expression.contains("$1") || expression.contains("$2")) {
                throw new Untranslated(
                        "\"%s\" takes up a part of the other path, for which there is no equal"
                                .formatted(expression));
            }
            PathRegex.alternatives(expression).forEach(one -> found.add(name(one, expression)));
        }
        return found.stream().distinct().toList();
    }

    /// What imports of such a path are called here: folders below `src`, with dots.
    private static String name(String one, String expression) {
        boolean head = one.startsWith("^");
        boolean tail = one.endsWith("$");
        var bare =
                one.substring(head ? 1 : 0, one.length() - (tail ? 1 : 0))
                        .replace("[^/]+", "*")
                        .replace("[.]", ".")
                        .replace("\\/", "/");
        boolean module = bare.startsWith("node_modules/");
        boolean folder = bare.endsWith("/") || bare.endsWith("/.*") || bare.endsWith("/.+");
        var path = folder ? bare.substring(0, bare.lastIndexOf('/')) : bare;
        if (module) {
            path = path.substring("node_modules/".length());
        } else if (path.startsWith("/") && !head) {
            return ".."
                    + dotted(path.substring(1), expression)
                    + (tail ? "" : folder ? ".." : "*..");
        } else if (!head) {
            throw PathRegex.refused(expression);
        }
        var names = new ArrayList<>(List.of(path.split("/", -1)));
        int src = names.lastIndexOf("src");
        if (src >= 0 && !module) {
            names.subList(0, src + 1).clear();
        }
        if (names.isEmpty() || String.join("", names).isEmpty()) {
            throw new Untranslated(
                    "\"%s\" means all that lies in one of several source folders, which imports don't tell"
                            .formatted(expression));
        }
        var last = names.removeLast();
        var file = tail ? without(last) : last;
        names.add(file);
        return dotted(String.join("/", names), expression) + (tail ? "" : folder ? ".." : "*..");
    }

    /// A file's name without its ending.
    private static String without(String name) {
        for (var ending : List.of("\\.ts", "\\.tsx", "\\.js", "\\.jsx", ".ts", ".js")) {
            if (name.endsWith(ending)) {
                return name.substring(0, name.length() - ending.length());
            }
        }
        return name;
    }

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@*/-]+");

    private static String dotted(String path, String expression) {
        if (!PLAIN.matches(path)) {
            throw PathRegex.refused(expression);
        }
        return path.replace('/', '.');
    }
}
