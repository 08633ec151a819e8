package dev.lorimer.govern.importer;

import dev.lorimer.govern.importer.Chain.Call;
import java.util.ArrayList;
import java.util.List;

/// What a fluent rule is about: everything between `that()` and `should()`.
///
/// @param names simple names with `*`
record Subjects(
        List<String> packages,
        List<String> notPackages,
        List<String> names,
        List<String> notNames,
        List<String> annotations) {
    static Subjects of(List<Call> calls, JavaFile file) {
        var found =
                new Subjects(
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>());
        boolean other = false;
        var last = "";
        for (var call : calls) {
            boolean joins = List.of("that", "and", "or").contains(call.name());
            if (joins && !call.arguments().isEmpty()) {
                throw new Untranslated("it chooses by code of its own: " + call.arguments());
            }
            switch (call.name()) {
                case "that", "and" -> other = false;
                case "or" -> other = true;
                case "areDeclaredInClassesThat" -> {}
                default -> {
                    var sort = found.add(call, file, other);
                    if (other && !sort.equals(last)) {
                        throw new Untranslated(
                                "it is about \"%s\" or something of another sort"
                                        .formatted(call.name()));
                    }
                    last = sort;
                }
            }
        }
        return found;
    }

    /// Adds what one predicate says.
    ///
    /// @param other whether it may hold in place of the one before
    /// @return its sort, of which several can be joined by "or"
    private String add(Call call, JavaFile file, boolean other) {
        return switch (call.name()) {
            case "resideInAPackage", "resideInAnyPackage", "arePackagePrivateIn" ->
                    put(packages, packages(call, file), other, "package");
            case "resideOutsideOfPackage", "resideOutsideOfPackages" ->
                    none(notPackages, packages(call, file), other);
            case "haveSimpleName" -> put(names, texts(call, file, "", ""), other, "name");
            case "haveSimpleNameEndingWith", "haveNameEndingWith" ->
                    put(names, texts(call, file, "*", ""), other, "name");
            case "haveSimpleNameStartingWith", "haveNameStartingWith" ->
                    put(names, texts(call, file, "", "*"), other, "name");
            case "haveSimpleNameContaining", "haveNameContaining" ->
                    put(names, texts(call, file, "*", "*"), other, "name");
            case "doNotHaveSimpleName" -> none(notNames, texts(call, file, "", ""), other);
            case "haveSimpleNameNotEndingWith" -> none(notNames, texts(call, file, "*", ""), other);
            case "haveSimpleNameNotStartingWith" ->
                    none(notNames, texts(call, file, "", "*"), other);
            case "haveSimpleNameNotContaining" ->
                    none(notNames, texts(call, file, "*", "*"), other);
            case "areAnnotatedWith" ->
                    put(annotations, List.of(type(call, file)), other, "annotation");
            case "areTopLevelClasses",
                    "areNotAnonymousClasses",
                    "areNotNestedClasses",
                    "areNotMemberClasses" ->
                    "";
            default ->
                    throw new Untranslated(
                            "it chooses by \"%s\", for which a scope has no key"
                                    .formatted(call.name()));
        };
    }

    private static String put(List<String> into, List<String> more, boolean other, String sort) {
        if (!into.isEmpty() && !other) {
            throw new Untranslated("it asks for two %ss at once".formatted(sort));
        }
        into.addAll(more);
        return sort;
    }

    private static String none(List<String> into, List<String> more, boolean other) {
        if (other) {
            throw new Untranslated("it is about something or all but something");
        }
        into.addAll(more);
        return "not";
    }

    static List<String> packages(Call call, JavaFile file) {
        return file.texts(call.arguments()).stream()
                .filter(text -> !text.isEmpty())
                .flatMap(text -> Packages.of(text).stream())
                .toList();
    }

    static List<String> texts(Call call, JavaFile file, String before, String after) {
        return file.texts(call.arguments()).stream().map(text -> before + text + after).toList();
    }

    static String type(Call call, JavaFile file) {
        var argument = call.only();
        return argument.toString().endsWith(".class")
                ? file.classOf(argument)
                : file.text(argument);
    }

    /// The files of the classes, by their names.
    static List<String> files(List<String> names) {
        return names.stream().map(name -> "**/" + name + ".java").toList();
    }

    /// For rules that look at files and not at declarations.
    void refuseAnnotations() {
        if (!annotations.isEmpty()) {
            throw new Untranslated(
                    "it chooses classes by the annotation %s, for which the scope of a dependency has no key"
                            .formatted(annotations.getFirst()));
        }
    }

    Area scope(Ground ground) {
        return ground.scope(packages, files(names));
    }

    Area exclude(Ground ground) {
        return ground.exclude().and(new Area(files(notNames), notPackages));
    }
}
