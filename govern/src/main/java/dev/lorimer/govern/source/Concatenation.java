package dev.lorimer.govern.source;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import java.util.ArrayDeque;
import java.util.List;

/// A sum of expressions, as strings are built from parts.
final class Concatenation {
    private Concatenation() {}

    /// The parts of `a + b + c`, left to right; found without recursion, since generated sums can
    /// be thousands long.
    static List<ExpressionTree> parts(BinaryTree sum) {
        var parts = new ArrayDeque<ExpressionTree>();
        ExpressionTree rest = sum;
        while (rest instanceof BinaryTree left && left.getKind() == Tree.Kind.PLUS) {
            parts.addFirst(left.getRightOperand());
            rest = left.getLeftOperand();
        }
        parts.addFirst(rest);
        return List.copyOf(parts);
    }

    /// The text that the sum makes, with a question mark for what is only known when it runs; empty
    /// when no part is text.
    static String text(List<ExpressionTree> parts) {
        var text = new StringBuilder();
        boolean any = false;
        for (var part : parts) {
            if (bare(part) instanceof LiteralTree literal
                    && literal.getValue() instanceof String value) {
                text.append(value);
                any = true;
            } else {
                text.append('?');
            }
        }
        return any ? text.toString() : "";
    }

    private static ExpressionTree bare(ExpressionTree part) {
        return part instanceof ParenthesizedTree inner ? bare(inner.getExpression()) : part;
    }
}
