package dev.lorimer.govern.tongues;

import java.util.List;
import java.util.Optional;

/// One node of a syntax tree, with its text.
///
/// @param type of the grammar, as in `call_expression`; of a token the token itself
/// @param field what the node is to its parent, as in `name`; empty when nothing
/// @param line from 1
/// @param text of a leaf; empty for a node with children
record Node(String type, String field, int line, String text, boolean broken, List<Node> children) {
    boolean is(String... types) {
        for (var one : types) {
            if (type.equals(one)) {
                return true;
            }
        }
        return false;
    }

    Optional<Node> field(String name) {
        for (var child : children) {
            if (child.field.equals(name)) {
                return Optional.of(child);
            }
        }
        return Optional.empty();
    }

    Optional<Node> child(String... types) {
        for (var child : children) {
            if (child.is(types)) {
                return Optional.of(child);
            }
        }
        return Optional.empty();
    }

    List<Node> all(String... types) {
        return children.stream().filter(child -> child.is(types)).toList();
    }

    /// The text of all leaves below, without what lies between them.
    String whole() {
        if (children.isEmpty()) {
            return text;
        }
        var whole = new StringBuilder();
        children.forEach(child -> whole.append(child.whole()));
        return whole.toString();
    }
}
