package dev.lorimer.govern.source;

import dev.lorimer.govern.source.Reference.Known;
import dev.lorimer.govern.source.Reference.Loose;
import dev.lorimer.govern.source.Reference.Open;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Says what the names in one file stand for, in the order in which Java looks: declarations
/// around, imports of one name, the file's package, imports of everything, `java.lang`.
final class Names {
    private final String packageName;
    private final Imports imports;
    private final Witness universe;
    private final boolean fragment;
    private final Scopes scopes = new Scopes();
    private final Map<String, Optional<Known>> outside = new HashMap<>();

    /// @param fragment whether the text is an example without its imports, so that a name alone may
    ///   mean any type of that name
    Names(String packageName, Imports imports, Witness universe, boolean fragment) {
        this.packageName = packageName;
        this.imports = imports;
        this.universe = universe;
        this.fragment = fragment;
    }

    Scopes scopes() {
        return scopes;
    }

    Witness universe() {
        return universe;
    }

    String packageName() {
        return packageName;
    }

    List<String> packageParts() {
        return packageName.isEmpty() ? List.of() : List.of(packageName.split("\\.", -1));
    }

    /// What a dotted name means where only a type can stand; empty for a type variable.
    Optional<Reference> type(List<String> parts) {
        var first = parts.getFirst();
        if (parts.size() == 1 && (scopes.isTypeVariable(first) || first.equals("var"))) {
            return Optional.empty();
        }
        var known = known(first);
        if (known.isPresent()) {
            return Optional.of(inside(known.get(), parts.subList(1, parts.size())));
        }
        if (parts.size() > 1 && !looksLikeType(first)) {
            return Optional.of(Reference.named(parts));
        }
        return Optional.of(open(first));
    }

    /// What a dotted name means at the head of an expression, when it is no variable. `rest` counts
    /// the names behind the type.
    Optional<Head> head(List<String> parts) {
        var first = parts.getFirst();
        var known = known(first);
        if (known.isPresent()) {
            int nested = nestedTypes(parts, 1);
            return Optional.of(
                    new Head(inside(known.get(), parts.subList(1, nested)), parts.size() - nested));
        }
        if (looksLikeType(first)) {
            return Optional.of(new Head(open(first), parts.size() - nestedTypes(parts, 1)));
        }
        return parts.size() < 2 ? Optional.empty() : Optional.of(qualifiedHead(parts));
    }

    record Head(Reference type, int rest) {}

    /// The types that a static import may take a member of that name from.
    List<Reference> memberOwners(String name) {
        var single = imports.members.getOrDefault(name, List.of());
        var owners =
                single.isEmpty()
                        ? imports.memberWildcards.stream()
                                .filter(type -> universe.mayHaveMember(type, name))
                                .toList()
                        : single;
        return owners.stream().<Reference>map(Reference::named).toList();
    }

    private Optional<Known> known(String name) {
        return scopes.type(name)
                .map(full -> new Known(full, packageParts().size()))
                .or(() -> outside.computeIfAbsent(name, this::imported));
    }

    /// What a name means that no declaration around explains; the same in the whole file.
    private Optional<Known> imported(String name) {
        return Optional.ofNullable(imports.single.get(name))
                .map(Reference::named)
                .or(() -> inPackage(packageName, name))
                .or(() ->
                        wildcards().stream()
                                .flatMap(place -> inPackage(place, name).stream())
                                .findFirst())
                .or(() ->
                        imports.wildcards.stream()
                                .flatMap(type -> nested(type, name).stream())
                                .findFirst())
                .or(() -> platform("java.lang", name))
                .or(() ->
                        wildcards().stream()
                                .flatMap(place -> platform(place, name).stream())
                                .findFirst())
                .or(() ->
                        imports.modules.stream()
                                .flatMap(module -> ofModule(module, name).stream())
                                .findFirst())
                // A file without a package may be one without a class, which imports java.base
                // without saying so.
                .or(() ->
                        packageName.isEmpty() && looksLikeType(name)
                                ? ofModule("java.base", name)
                                : Optional.empty());
    }

    private List<String> wildcards() {
        return imports.wildcards.stream().map(parts -> String.join(".", parts)).toList();
    }

    private Optional<Known> inPackage(String place, String name) {
        return universe.has(place, name) ? Optional.of(member(place, name)) : Optional.empty();
    }

    /// A type nested in a type of the tree, all of whose nested types are imported.
    private Optional<Known> nested(List<String> type, String name) {
        var outer = Reference.named(type);
        boolean there =
                universe.has(String.join(".", type.subList(0, type.size() - 1)), type.getLast());
        return there && universe.mayHaveMember(type, name)
                ? Optional.of(inside(outer, List.of(name)))
                : Optional.empty();
    }

    private Optional<Known> platform(String place, String name) {
        return universe.jdk().has(place, name)
                ? Optional.of(member(place, name))
                : Optional.empty();
    }

    private Optional<Known> ofModule(String module, String name) {
        return universe.jdk().packagesOf(module).stream()
                .flatMap(place -> platform(place, name).stream())
                .findFirst();
    }

    private static Known member(String place, String name) {
        var parts =
                place.isEmpty()
                        ? new ArrayList<String>()
                        : new ArrayList<>(List.of(place.split("\\.", -1)));
        int packageParts = parts.size();
        parts.add(name);
        return new Known(List.copyOf(parts), packageParts);
    }

    private static Known inside(Known outer, List<String> nested) {
        var parts = new ArrayList<>(outer.parts());
        parts.addAll(nested);
        return new Known(List.copyOf(parts), outer.packageParts());
    }

    private Open open(String name) {
        var places = new LinkedHashSet<String>();
        // A type declared beside this file explains the name; imports of everything don't come into
        // it.
        boolean explained = !imports.wildcards.isEmpty() && universe.isBeside(name);
        if (!explained) {
            wildcards().stream().filter(place -> !universe.jdk().owns(place)).forEach(places::add);
            imports.memberWildcards.stream()
                    .map(parts -> String.join(".", parts))
                    .forEach(places::add);
            imports.modules.stream()
                    .filter(module -> universe.jdk().packagesOf(module).isEmpty())
                    .forEach(places::add);
        }
        return new Open(name, packageName, List.copyOf(places), fragment && !explained);
    }

    private Head qualifiedHead(List<String> parts) {
        int type = 0;
        while (type < parts.size() && !looksLikeType(parts.get(type))) {
            type++;
        }
        if (type < parts.size()) {
            int end = nestedTypes(parts, type + 1);
            return new Head(
                    new Known(List.copyOf(parts.subList(0, end)), type), parts.size() - end);
        }
        for (int end = 1; end < parts.size(); end++) {
            if (universe.has(String.join(".", parts.subList(0, end)), parts.get(end))) {
                return new Head(
                        new Known(List.copyOf(parts.subList(0, end + 1)), end),
                        parts.size() - end - 1);
            }
        }
        return new Head(new Loose(parts), 0);
    }

    /// Where the nested types behind a type end: at the first name that is written like a member.
    private static int nestedTypes(List<String> parts, int from) {
        int end = from;
        while (end < parts.size()
                && looksLikeType(parts.get(end))
                && !looksLikeConstant(parts.get(end))) {
            end++;
        }
        return end;
    }

    private static boolean looksLikeType(String name) {
        return Reference.looksLikeType(name);
    }

    private static boolean looksLikeConstant(String name) {
        return name.length() > 1 && name.chars().noneMatch(Character::isLowerCase);
    }
}
