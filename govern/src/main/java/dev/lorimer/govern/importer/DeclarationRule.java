package dev.lorimer.govern.importer;

import dev.lorimer.govern.importer.Chain.Call;
import java.util.ArrayList;
import java.util.List;

/// Translates what classes, fields and methods have to be: names, annotations, packages.
final class DeclarationRule {
    /// No declaration has this name, so whatever is left to be named so is wrong.
    private static final String NONE = "(another package, name or annotation)";

    private final Ground ground;
    private final JavaFile file;
    private final String element;
    private final boolean none;

    DeclarationRule(Ground ground, String element, boolean none) {
        this.ground = ground;
        this.file = ground.file();
        this.element = element;
        this.none = none;
    }

    Clause of(Subjects subjects, List<Call> calls) {
        boolean outer = calls.getFirst().name().equals("beDeclaredInClassesThat");
        var call = outer ? calls.get(1) : calls.getFirst();
        if (calls.size() > (outer ? 2 : 1)) {
            throw new Untranslated("\"%s\" has no equal here".formatted(calls.getLast().name()));
        }
        return switch (call.name()) {
            case "resideInAPackage", "resideInAnyPackage" ->
                    inPackages(subjects, Subjects.packages(call, file), !none);
            case "resideOutsideOfPackage", "resideOutsideOfPackages" ->
                    inPackages(subjects, Subjects.packages(call, file), none);
            case "beAnnotatedWith", "areAnnotatedWith" ->
                    annotated(subjects, Subjects.type(call, file), none);
            case "notBeAnnotatedWith" -> annotated(subjects, Subjects.type(call, file), !none);
            case "haveSimpleName", "haveName" ->
                    named(subjects, Subjects.texts(call, file, "", ""), outer);
            case "haveSimpleNameEndingWith", "haveNameEndingWith" ->
                    named(subjects, Subjects.texts(call, file, "*", ""), outer);
            case "haveSimpleNameStartingWith", "haveNameStartingWith" ->
                    named(subjects, Subjects.texts(call, file, "", "*"), outer);
            case "haveSimpleNameContaining", "haveNameContaining" ->
                    named(subjects, Subjects.texts(call, file, "*", "*"), outer);
            default ->
                    throw new Untranslated(
                            "\"%s\" asks for something that no kind of constraint looks at"
                                    .formatted(call.name()));
        };
    }

    private Clause inPackages(Subjects subjects, List<String> packages, boolean in) {
        if (in) {
            var outside = subjects.exclude(ground).and(Area.packages(packages));
            return clause(
                    subjects,
                    subjects.packages(),
                    outside,
                    subjects.annotations(),
                    subjects.names(),
                    demand("named", List.of(NONE)));
        }
        if (!subjects.packages().isEmpty()) {
            throw new Untranslated("it asks for two packages at once");
        }
        return clause(
                subjects,
                packages,
                subjects.exclude(ground),
                subjects.annotations(),
                subjects.names(),
                demand("named", List.of(NONE)));
    }

    private Clause annotated(Subjects subjects, String annotation, boolean forbidden) {
        if (!forbidden) {
            return clause(
                    subjects,
                    subjects.packages(),
                    subjects.exclude(ground),
                    subjects.annotations(),
                    subjects.names(),
                    demand("annotatedWith", List.of(annotation)));
        }
        if (!subjects.annotations().isEmpty()) {
            throw new Untranslated("it asks for two annotations at once");
        }
        return clause(
                subjects,
                subjects.packages(),
                subjects.exclude(ground),
                List.of(annotation),
                subjects.names(),
                demand("named", List.of(NONE)));
    }

    private Clause named(Subjects subjects, List<String> names, boolean outer) {
        if (outer) {
            // The class around a member has the name of its file.
            if (none) {
                throw new Untranslated("where no member may be declared by name has no equal here");
            }
            var elsewhere = subjects.exclude(ground).and(Area.paths(Subjects.files(names)));
            return clause(
                    subjects,
                    subjects.packages(),
                    elsewhere,
                    subjects.annotations(),
                    subjects.names(),
                    demand("named", List.of(NONE)));
        }
        if (!none) {
            return clause(
                    subjects,
                    subjects.packages(),
                    subjects.exclude(ground),
                    subjects.annotations(),
                    subjects.names(),
                    demand("named", names));
        }
        if (!subjects.names().isEmpty()) {
            throw new Untranslated("it asks for two names at once");
        }
        return clause(
                subjects,
                subjects.packages(),
                subjects.exclude(ground),
                subjects.annotations(),
                names,
                demand("named", List.of(NONE)));
    }

    private static String demand(String key, List<String> values) {
        return "assert: { %s: %s }".formatted(key, Clause.list(values));
    }

    private Clause clause(
            Subjects subjects,
            List<String> packages,
            Area exclude,
            List<String> annotations,
            List<String> names,
            String demand) {
        boolean member = !element.equals("type");
        if (member && !subjects.names().isEmpty() && names.equals(subjects.names())) {
            throw new Untranslated("it chooses members by a name");
        }
        var parts = new ArrayList<String>();
        if (!annotations.isEmpty()) {
            parts.add("annotatedWith: " + Clause.list(annotations));
        }
        if (!names.isEmpty() || annotations.isEmpty()) {
            parts.add("named: " + Clause.list(names.isEmpty() ? List.of("*") : names));
        }
        var each = "forEach: { %s: { %s } }".formatted(element, String.join(", ", parts));
        return new Clause(
                "require",
                "java",
                ground.scope(packages, List.of()),
                exclude,
                List.of(each, demand),
                // What may not be is best where there is none of it.
                demand.contains(NONE) ? Clause.Terms.usual().allowingNone() : Clause.Terms.usual());
    }
}
