package dev.lorimer.govern.source;

import java.util.List;

/// One question about the other files of the tree that was asked to understand a file. As long as
/// all of them get the same answers, the facts of an unchanged file stay the same.
public sealed interface Lookup {
    /// Whether the tree has a file for that type in that package.
    record Held(String packageName, String type, boolean answer) implements Lookup {}

    /// Whether some file in the same folder declares that type.
    record Beside(String folder, String type, boolean answer) implements Lookup {}

    /// Whether a type of the tree may have a member of that name.
    record Member(List<String> type, String name, boolean answer) implements Lookup {}

    /// Whether the answer is still what it was.
    default boolean holds(Universe universe) {
        return switch (this) {
            case Held held -> universe.has(held.packageName(), held.type()) == held.answer();
            case Beside beside -> universe.isIn(beside.folder(), beside.type()) == beside.answer();
            case Member member ->
                    universe.mayHaveMember(member.type(), member.name()) == member.answer();
        };
    }
}
