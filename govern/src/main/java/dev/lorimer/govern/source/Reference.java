package dev.lorimer.govern.source;

import dev.lorimer.govern.decision.NamePattern;
import java.util.List;

/// What a name in source code stands for, as far as it can be told without compiling.
public sealed interface Reference {
    /// A type whose full name is known.
    ///
    /// @param parts the full name's parts, outer types included
    /// @param packageParts how many of them name the package, at least; by convention where nobody
    ///   can know
    record Known(List<String> parts, int packageParts) implements Reference {}

    /// A simple name that no declaration and no import explains.
    ///
    /// @param ownPackage the package of the file, which may hold it
    /// @param places other packages or types that may hold it, since the file imports all that they
    ///   have
    /// @param anywhere whether it may come from any place at all: the text is a fragment without
    ///   its imports
    record Open(String name, String ownPackage, List<String> places, boolean anywhere)
            implements Reference {}

    /// A dotted name of which nobody can say where the package ends.
    record Loose(List<String> parts) implements Reference {}

    /// A module, or something in it, in a language whose imports name modules: there a name behind
    /// the module may be a type, a function, or a module again.
    ///
    /// @param parts of the module's name and of what is meant in it
    /// @param moduleParts how many of them certainly name the module
    record Member(List<String> parts, int moduleParts) implements Reference {}

    /// The type of that full name: by convention, the first part with a capital is the outermost
    /// type, else the last part.
    static Known named(List<String> parts) {
        int type = 0;
        while (type < parts.size() - 1 && !looksLikeType(parts.get(type))) {
            type++;
        }
        return new Known(List.copyOf(parts), type);
    }

    /// Whether a name is written as types are.
    static boolean looksLikeType(String name) {
        return Character.isUpperCase(name.codePointAt(0));
    }

    /// Whether this may be a type that the pattern names, or a type inside of one.
    default boolean isType(NamePattern pattern) {
        return switch (this) {
            case Known known ->
                    anyPrefix(
                            pattern, known.parts(), known.packageParts() + 1, known.parts().size());
            case Loose loose -> anyPrefix(pattern, loose.parts(), 2, loose.parts().size());
            case Member member -> anyPrefix(pattern, member.parts(), 1, member.parts().size());
            case Open open -> isOpenType(pattern, open);
        };
    }

    /// Whether this may be of a package that the pattern names.
    default boolean isIn(NamePattern pattern) {
        return switch (this) {
            // A package may have a name that looks like a type's, so the longer prefixes count too.
            case Known known ->
                    anyPrefix(
                            pattern, known.parts(), known.packageParts(), known.parts().size() - 1);
            case Loose _ -> false;
            case Member member ->
                    anyPrefix(pattern, member.parts(), member.moduleParts(), member.parts().size());
            case Open open ->
                    open.places().stream()
                            .anyMatch(place -> inside(place, open.name()).isIn(pattern));
        };
    }

    /// The name for people.
    default String text() {
        return switch (this) {
            case Known known -> String.join(".", known.parts());
            case Loose loose -> String.join(".", loose.parts());
            case Member member -> String.join(".", member.parts());
            case Open open -> open.name();
        };
    }

    private static boolean isOpenType(NamePattern pattern, Open open) {
        return (open.anywhere() && pattern.lastName().equals(open.name()))
                || pattern.matches(joined(open.ownPackage(), open.name()))
                || open.places().stream()
                        .anyMatch(place ->
                                pattern.matches(place)
                                        || pattern.matches(joined(place, open.name())));
    }

    /// What the name is when it comes from that place, which is a package, or a type with nested
    /// ones.
    private static Known inside(String place, String name) {
        return named(List.of(joined(place, name).split("\\.", -1)));
    }

    private static String joined(String place, String name) {
        return place.isEmpty() ? name : place + "." + name;
    }

    private static boolean anyPrefix(NamePattern pattern, List<String> parts, int from, int to) {
        for (int length = Math.max(0, from); length <= to; length++) {
            if (pattern.matches(parts.subList(0, length))) {
                return true;
            }
        }
        return false;
    }
}
