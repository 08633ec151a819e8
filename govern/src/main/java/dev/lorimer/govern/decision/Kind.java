package dev.lorimer.govern.decision;

import java.util.List;

/// The kinds of constraints that this version evaluates, with the keys that each takes beside the
/// common ones.
enum Kind {
    DEPENDENCY("forbid", "allow", "edges"),
    API_USE("forbid", "allow"),
    PATTERN("match", "forbid"),
    LIBRARY("forbid", "transitive"),
    CHANGE("approvers", "binding", "separationOfDuties"),
    FILE_HISTORY("allow", "order"),
    BUDGET("cel");

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
        return (this == API_USE ? "an " : "a ") + Words.of(this) + " constraint";
    }
}
