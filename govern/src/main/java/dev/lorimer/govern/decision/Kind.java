package dev.lorimer.govern.decision;

import java.util.List;

/// The kinds of constraints that this version evaluates, with the keys that each takes beside the
/// common ones.
enum Kind {
    DEPENDENCY("forbid", "allow", "unless", "edges", "layers", "acyclic", "independent"),
    API_USE("forbid", "allow", "unless"),
    PATTERN("match", "forbid"),
    LIBRARY("forbid", "allow", "transitive"),
    CHANGE("approvers", "binding", "separationOfDuties"),
    FILE_HISTORY("allow", "order"),
    BUDGET("cel"),
    REQUIRE("forEach", "assert"),
    API_COMPAT("baseline", "allow"),
    OWNERSHIP("map", "forbid", "unknownTable"),
    TRACE("labels", "forbid"),
    CONTENT("forbid", "require"),
    CHECK("command");

    @SuppressWarnings("ImmutableEnumChecker") // List.of makes an immutable list
    private final List<String> keys;

    Kind(String... keys) {
        this.keys = List.of(keys);
    }

    List<String> keys() {
        return keys;
    }

    /// As in `a dependency constraint`.
    String article() {
        return ("ao".indexOf(Words.of(this).charAt(0)) >= 0 ? "an " : "a ")
                + Words.of(this)
                + " constraint";
    }
}
