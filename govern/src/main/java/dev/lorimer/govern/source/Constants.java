package dev.lorimer.govern.source;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.VariableTree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The texts that variables of one file start with, for names that are put together from them.
final class Constants {
    /// 500 characters are far beyond any type's name.
    private static final int NAME_MAX = 500;

    private final Map<String, String> texts = new HashMap<>();

    void add(VariableTree variable) {
        if (variable.getInitializer() != null) {
            var text = text(variable.getInitializer());
            if (!text.isEmpty()) {
                texts.put(variable.getName().toString(), text);
            }
        }
    }

    /// What the expression says as far as it can be told from this file; empty when it can't.
    String text(ExpressionTree expression) {
        return switch (expression) {
            case LiteralTree literal ->
                    literal.getValue() instanceof String value && value.length() <= NAME_MAX
                            ? value
                            : "";
            case ParenthesizedTree inner -> text(inner.getExpression());
            case IdentifierTree name -> texts.getOrDefault(name.getName().toString(), "");
            case MemberSelectTree select ->
                    texts.getOrDefault(select.getIdentifier().toString(), "");
            case BinaryTree sum -> sum(sum);
            default -> "";
        };
    }

    private String sum(BinaryTree sum) {
        var whole = new StringBuilder();
        for (var part : Concatenation.parts(sum)) {
            // A part that is a difference or the like comes back as itself.
            var text = part.equals(sum) ? "" : text(part);
            if (text.isEmpty() || whole.length() + text.length() > NAME_MAX) {
                return "";
            }
            whole.append(text);
        }
        return whole.toString();
    }

    /// Whether a text can be the full name of a type, perhaps of an array of it.
    static boolean isTypeName(String text) {
        var parts = parts(text);
        return parts.size() > 1
                && parts.stream()
                        .allMatch(part ->
                                !part.isEmpty()
                                        && Character.isJavaIdentifierStart(part.charAt(0))
                                        && part.chars().allMatch(Character::isJavaIdentifierPart));
    }

    /// The parts of a type's name as class loaders take it: nested types behind `$`, arrays as
    /// `[La.B;`.
    static List<String> parts(String name) {
        int element = name.lastIndexOf('[') + 1;
        boolean array = element > 0 && name.startsWith("L", element) && name.endsWith(";");
        var plain = array ? name.substring(element + 1, name.length() - 1) : name;
        return List.of(plain.replace('$', '.').split("\\.", -1));
    }
}
