package dev.lorimer.govern.decision;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/// Finds a path for an example that is given as a text alone: one that lies in the constraint's
/// scope and suits the text.
final class ExamplePath {
    private static final Pattern PACKAGE = Pattern.compile("(?m)^\\s*package\\s+([\\w.]+)\\s*;");
    private static final Pattern TYPE =
            Pattern.compile("\\b(?:class|interface|enum|record|@interface)\\s+([A-Za-z_$][\\w$]*)");

    private final Rule rule;
    private final Scope scope;

    ExamplePath(Rule rule, Scope scope) {
        this.rule = rule;
        this.scope = scope;
    }

    /// The example as one file.
    Map<String, String> file(String text) {
        if (isPom(text)) {
            return Map.of(placed("pom.xml", "pom.xml"), whole(text));
        }
        if (!isJava()) {
            return Map.of(placed("example." + ending(), "example." + ending()), text);
        }
        var full = withPackage(text);
        Matcher type = TYPE.matcher(full);
        var name = (type.find() ? type.group(1) : "Example") + ".java";
        Matcher named = PACKAGE.matcher(full);
        var folder = named.find() ? named.group(1).replace('.', '/') + "/" : "";
        return Map.of(placed("src/main/java/" + folder + name, folder + name), full);
    }

    private boolean isPom(String text) {
        return rule instanceof Rule.Library && text.strip().startsWith("<");
    }

    private boolean isJava() {
        var languages = scope.chosen().languages();
        if (!languages.isEmpty() && !languages.contains(Language.JAVA)) {
            return false;
        }
        return switch (rule) {
            case Rule.Dependency _,
                    Rule.Layers _,
                    Rule.Independent _,
                    Rule.Acyclic _,
                    Rule.ApiUse _,
                    Rule.ApiCompat _,
                    Rule.Ownership _,
                    Rule.Library _ ->
                    true;
            case Rule.Require require -> require.each() instanceof Requirement.Each.Declarations;
            case Rule.Pattern pattern ->
                    languages.contains(Language.JAVA)
                            || (languages.isEmpty()
                                    && pattern.forms().stream().anyMatch(Rule.Form::needsSyntax));
            case Rule.Change _,
                    Rule.FileHistory _,
                    Rule.Budget _,
                    Rule.Trace _,
                    Rule.Content _,
                    Rule.Check _ ->
                    false;
        };
    }

    private String ending() {
        return scope.chosen().languages().stream()
                .min(Comparator.naturalOrder())
                .map(Language::ending)
                .orElse("txt");
    }

    /// An example without a package stands for code anywhere in scope, so it gets a package that
    /// is.
    private String withPackage(String text) {
        var packages = scope.chosen().packages();
        return packages.isEmpty() || PACKAGE.matcher(text).find()
                ? text
                : "package %s; %s".formatted(packages.getFirst().sample(), text);
    }

    /// A fragment of a build file becomes a whole one.
    private static String whole(String text) {
        var bare = text.strip();
        if (bare.startsWith("<dependency>")) {
            return "<project><dependencies>" + bare + "</dependencies></project>";
        }
        boolean whole =
                bare.startsWith("<?xml") || bare.startsWith("<project") || bare.startsWith("<!--");
        return whole ? bare : "<project>" + bare + "</project>";
    }

    /// @param usual where such a file lies by convention
    /// @param below how it lies in a folder that the scope names
    private String placed(String usual, String below) {
        var chosen = scope.chosen();
        var module = chosen.modules().isEmpty() ? "" : chosen.modules().getFirst() + "/";
        if (chosen.paths().isEmpty()
                || chosen.paths().stream().anyMatch(glob -> glob.matches(module + usual))) {
            return module + usual;
        }
        return chosen.paths().stream()
                .flatMap(glob ->
                        Stream.of(
                                        glob.sample("java/" + below),
                                        glob.sample(below),
                                        glob.sample(name(below)))
                                .filter(glob::matches))
                .filter(path -> Language.of(path).equals(Language.of(usual)))
                .findFirst()
                .orElseGet(() -> chosen.paths().getFirst().sample(name(below)));
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
