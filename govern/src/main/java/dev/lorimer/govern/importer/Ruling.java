package dev.lorimer.govern.importer;

import java.util.List;

/// What became of one rule of another tool.
public sealed interface Ruling {
    /// The rule's name.
    String name();

    /// Where it stands, as in `.importlinter:12`.
    String place();

    /// It has equal constraints here.
    ///
    /// @param constraints each as YAML, with the ids that they have in the record
    /// @param notes where they are stricter, or look at something else; empty for the usual one
    record Translated(String name, String place, List<String> constraints, List<String> notes)
            implements Ruling {}

    /// It has no equal, for this reason.
    record Refused(String name, String place, String why) implements Ruling {}
}
