package dev.lorimer.govern.verification;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import dev.lorimer.govern.verification.Check.Strength;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What the usual libraries call their assertions, and how much one asks.
final class Assertions {
    private static final List<String> ROOTS =
            List.of(
                    "assert",
                    "verify",
                    "expect",
                    "fail",
                    "should",
                    "then",
                    "check",
                    "require",
                    "andExpect");

    /// Of these every link of the chain is a check of its own.
    private static final List<String> FLUENT = List.of("expect", "then", "should", "andExpect");

    private static final Set<String> ASSUMPTIONS =
            Set.of(
                    "assumeTrue",
                    "assumeFalse",
                    "assumeThat",
                    "assumeNotNull",
                    "assumeNoException",
                    "assumingThat",
                    "assume");

    private static final Set<String> WEAK =
            Set.of(
                    "assertNotNull",
                    "isNotNull",
                    "isNotEmpty",
                    "isNotBlank",
                    "assertDoesNotThrow",
                    "doesNotThrowAnyException",
                    "isInstanceOf",
                    "assertInstanceOf");

    /// What a fluent chain says without checking.
    private static final Set<String> SILENT =
            Set.of(
                    "as",
                    "describedAs",
                    "withFailMessage",
                    "overridingErrorMessage",
                    "extracting",
                    "filteredOn",
                    "usingRecursiveComparison",
                    "usingComparator",
                    "asString",
                    "asList",
                    "first",
                    "last",
                    "element",
                    "singleElement",
                    "asInstanceOf",
                    "flatExtracting",
                    "ignoringFields",
                    "size",
                    "and");

    private Assertions() {}

    static boolean isCheck(String name) {
        return ROOTS.stream().anyMatch(start -> starts(name, start));
    }

    /// The whole word, or its beginning followed by a capital: `verify`, `assertThat`, no
    /// `checkin`.
    static boolean starts(String name, String word) {
        return name.startsWith(word)
                && (name.length() == word.length()
                        || Character.isUpperCase(name.charAt(word.length())));
    }

    /// The calls of a fluent chain, the last one first.
    static List<MethodInvocationTree> chain(MethodInvocationTree call) {
        var chain = new ArrayList<MethodInvocationTree>();
        chain.add(call);
        while (chain.getLast().getMethodSelect() instanceof MemberSelectTree select
                && select.getExpression() instanceof MethodInvocationTree inner) {
            chain.add(inner);
        }
        return chain;
    }

    static Strength strength(MethodInvocationTree call) {
        var name = name(call);
        var arguments = call.getArguments();
        if (arguments.isEmpty()) {
            return WEAK.contains(name) ? Strength.WEAK : Strength.STRONG;
        }
        var first = arguments.getFirst();
        boolean empty =
                switch (name) {
                    case "assertTrue" -> literal(first, "true");
                    case "assertFalse" -> literal(first, "false");
                    case "assertNotNull" -> isFixed(first);
                    case "assertNull" -> literal(first, "null");
                    case "assertEquals",
                            "assertSame",
                            "assertArrayEquals",
                            "assertIterableEquals" ->
                            arguments.size() > 1
                                    && (first.toString().equals(arguments.get(1).toString())
                                            || (isFixed(first) && isFixed(arguments.get(1))));
                    default -> false;
                };
        return empty ? Strength.NONE : WEAK.contains(name) ? Strength.WEAK : Strength.STRONG;
    }

    /// A value that no code under test has a hand in.
    static boolean isFixed(ExpressionTree value) {
        return value instanceof LiteralTree
                || (value instanceof ParenthesizedTree around && isFixed(around.getExpression()))
                || (value instanceof NewClassTree made
                        && made.getIdentifier().toString().equals("Object"));
    }

    static boolean literal(Tree value, String text) {
        return value instanceof ParenthesizedTree around
                ? literal(around.getExpression(), text)
                : value instanceof LiteralTree && value.toString().equals(text);
    }

    static boolean isOwn(MethodInvocationTree call) {
        return switch (call.getMethodSelect()) {
            case IdentifierTree _ -> true;
            case MemberSelectTree select -> select.getExpression().toString().equals("this");
            default -> false;
        };
    }

    static String name(MethodInvocationTree call) {
        return switch (call.getMethodSelect()) {
            case IdentifierTree simple -> simple.getName().toString();
            case MemberSelectTree select -> select.getIdentifier().toString();
            default -> call.getMethodSelect().toString();
        };
    }

    /// Whether every link of a chain that begins so is a check of its own.
    static boolean isFluent(MethodInvocationTree root) {
        return FLUENT.stream().anyMatch(start -> starts(name(root), start));
    }

    /// Whether a link of a chain says something without checking it.
    static boolean isSilent(MethodInvocationTree link) {
        return SILENT.contains(name(link));
    }

    /// Whether a call ends a test as "not run".
    static boolean isAssumption(String name) {
        return ASSUMPTIONS.contains(name);
    }
}
