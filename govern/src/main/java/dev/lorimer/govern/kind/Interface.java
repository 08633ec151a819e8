package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Rule.ApiChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The public interface of some code: what others can compile against. Types of parameters are kept
/// by their simple names, since that is what source shows without compiling.
///
/// @param types by full name
record Interface(Map<String, ShownType> types) {
    /// @param traits as in `interface` or `abstract class`
    /// @param parents simple names of direct supertypes
    /// @param members by signature
    record ShownType(String traits, Set<String> parents, Map<String, Member> members) {}

    enum Sort {
        METHOD,
        CONSTRUCTOR,
        FIELD
    }

    /// @param traits everything about it that a caller can see, its type among it
    /// @param abstracted whether others have to implement it
    /// @param open whether it is an interface's method with a body
    record Member(Sort sort, String traits, boolean abstracted, boolean open) {}

    /// One difference.
    ///
    /// @param name the type or the member, in full
    record Difference(ApiChange change, String type, String name, String detail) {}

    /// What is different from an older interface.
    List<Difference> since(Interface older) {
        var found = new ArrayList<Difference>();
        var names = new TreeSet<>(types.keySet());
        names.addAll(older.types.keySet());
        for (var name : names) {
            if (!older.types.containsKey(name)) {
                found.add(new Difference(ApiChange.ADD_TYPE, name, name, "is new"));
            } else if (!types.containsKey(name)) {
                found.add(new Difference(ApiChange.REMOVE_TYPE, name, name, "is gone"));
            } else {
                type(name, older.types.get(name), types.get(name), found);
            }
        }
        return found;
    }

    private static void type(String name, ShownType old, ShownType now, List<Difference> found) {
        if (!old.traits().equals(now.traits())) {
            found.add(
                    new Difference(
                            ApiChange.CHANGE_TYPE,
                            name,
                            name,
                            "was \"%s\" and is \"%s\"".formatted(old.traits(), now.traits())));
        }
        for (var parent : new TreeSet<>(old.parents())) {
            if (!now.parents().contains(parent)) {
                found.add(
                        new Difference(
                                ApiChange.REMOVE_SUPERTYPE,
                                name,
                                name,
                                "is no longer a " + parent));
            }
        }
        for (var parent : new TreeSet<>(now.parents())) {
            if (!old.parents().contains(parent)) {
                found.add(
                        new Difference(
                                ApiChange.ADD_SUPERTYPE, name, name, "is now also a " + parent));
            }
        }
        var signatures = new TreeMap<>(old.members());
        signatures.putAll(now.members());
        for (var signature : signatures.keySet()) {
            member(name, signature, old, now, found);
        }
    }

    private static void member(
            String type, String signature, ShownType old, ShownType now, List<Difference> found) {
        var before = old.members().get(signature);
        var after = now.members().get(signature);
        var name = type + "#" + signature;
        if (before == null && after != null) {
            found.add(new Difference(added(after), type, name, "is new"));
        } else if (before != null && after == null) {
            var change =
                    switch (before.sort()) {
                        case METHOD -> ApiChange.REMOVE_METHOD;
                        case CONSTRUCTOR -> ApiChange.REMOVE_CONSTRUCTOR;
                        case FIELD -> ApiChange.REMOVE_FIELD;
                    };
            found.add(new Difference(change, type, name, "is gone"));
        } else if (before != null && after != null && !before.equals(after)) {
            var change =
                    before.sort() == Sort.FIELD ? ApiChange.CHANGE_FIELD : ApiChange.CHANGE_METHOD;
            found.add(
                    new Difference(
                            change,
                            type,
                            name,
                            "was \"%s\" and is \"%s\"".formatted(before.traits(), after.traits())));
        }
    }

    private static ApiChange added(Member member) {
        return switch (member.sort()) {
            case CONSTRUCTOR -> ApiChange.ADD_CONSTRUCTOR;
            case FIELD -> ApiChange.ADD_FIELD;
            case METHOD ->
                    member.abstracted()
                            ? ApiChange.ADD_METHOD_ABSTRACT
                            : member.open() ? ApiChange.ADD_METHOD_DEFAULT : ApiChange.ADD_METHOD;
        };
    }
}
