package dev.lorimer.govern.verification;

import com.sun.source.tree.AssertTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreeScanner;
import dev.lorimer.govern.verification.Check.Strength;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds what one method checks. What can never be reached, or can not fail, is no check.
final class CheckScanner extends TreeScanner<Void, Void> {
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

    private final List<Check> checks = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private int guards;
    private int dead;
    private int lambdas;
    private int assumptions;
    private int exits;

    /// A call of a method of the same class.
    record Call(String text, Check check) {}

    List<Check> checks() {
        return checks;
    }

    List<Call> calls() {
        return calls;
    }

    int assumptions() {
        return assumptions;
    }

    int exits() {
        return exits;
    }

    /// The method is to throw this.
    void expecting(String exception) {
        checks.add(new Check("expected " + exception, Strength.STRONG, false));
    }

    void read(BlockTree body) {
        scan(body, null);
        // A return at the very end leaves nothing out.
        var statements = body.getStatements();
        if (!statements.isEmpty() && statements.getLast() instanceof ReturnTree) {
            exits--;
        }
    }

    @Override
    public @Nullable Void visitBlock(BlockTree block, @Nullable Void unused) {
        boolean over = false;
        for (StatementTree statement : block.getStatements()) {
            dead += over ? 1 : 0;
            scan(statement, unused);
            dead -= over ? 1 : 0;
            over |= statement instanceof ReturnTree || statement instanceof ThrowTree;
        }
        return null;
    }

    @Override
    public @Nullable Void visitIf(IfTree branch, @Nullable Void unused) {
        scan(branch.getCondition(), unused);
        branch(literal(branch.getCondition(), "false"), branch.getThenStatement());
        branch(literal(branch.getCondition(), "true"), branch.getElseStatement());
        return null;
    }

    private void branch(boolean never, @Nullable StatementTree statement) {
        guards++;
        dead += never ? 1 : 0;
        scan(statement, null);
        dead -= never ? 1 : 0;
        guards--;
    }

    @Override
    public @Nullable Void visitWhileLoop(WhileLoopTree loop, @Nullable Void unused) {
        scan(loop.getCondition(), unused);
        branch(literal(loop.getCondition(), "false"), loop.getStatement());
        return null;
    }

    @Override
    public @Nullable Void visitSwitch(SwitchTree choice, @Nullable Void unused) {
        guards++;
        super.visitSwitch(choice, unused);
        guards--;
        return null;
    }

    @Override
    public @Nullable Void visitSwitchExpression(
            SwitchExpressionTree choice, @Nullable Void unused) {
        guards++;
        super.visitSwitchExpression(choice, unused);
        guards--;
        return null;
    }

    @Override
    public @Nullable Void visitConditionalExpression(
            ConditionalExpressionTree choice, @Nullable Void unused) {
        guards++;
        super.visitConditionalExpression(choice, unused);
        guards--;
        return null;
    }

    @Override
    public @Nullable Void visitLambdaExpression(
            LambdaExpressionTree lambda, @Nullable Void unused) {
        lambdas++;
        super.visitLambdaExpression(lambda, unused);
        lambdas--;
        return null;
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void unused) {
        lambdas++;
        super.visitClass(type, unused);
        lambdas--;
        return null;
    }

    /// What a failed check throws is lost where somebody catches it and goes on.
    @Override
    public @Nullable Void visitTry(TryTree attempt, @Nullable Void unused) {
        boolean lost = attempt.getCatches().stream().anyMatch(CheckScanner::swallows);
        scan(attempt.getResources(), unused);
        dead += lost ? 1 : 0;
        scan(attempt.getBlock(), unused);
        dead -= lost ? 1 : 0;
        guards++;
        scan(attempt.getCatches(), unused);
        guards--;
        return scan(attempt.getFinallyBlock(), unused);
    }

    private static boolean swallows(CatchTree caught) {
        var type = caught.getParameter().getType().toString();
        boolean wide =
                List.of(type.split("\\|", -1)).stream()
                        .map(String::strip)
                        .map(name -> name.substring(name.lastIndexOf('.') + 1))
                        .anyMatch(Set.of("Throwable", "Error", "AssertionError")::contains);
        return wide && !caught.getBlock().toString().contains("throw ");
    }

    @Override
    public @Nullable Void visitReturn(ReturnTree end, @Nullable Void unused) {
        exits += lambdas == 0 ? 1 : 0;
        return super.visitReturn(end, unused);
    }

    @Override
    public @Nullable Void visitAssert(AssertTree check, @Nullable Void unused) {
        var text = check.getCondition().toString();
        note(text, literal(check.getCondition(), "true") ? Strength.NONE : Strength.STRONG);
        return super.visitAssert(check, unused);
    }

    @Override
    public @Nullable Void visitThrow(ThrowTree thrown, @Nullable Void unused) {
        if (thrown.getExpression() instanceof NewClassTree made
                && made.getIdentifier().toString().endsWith("AssertionError")) {
            // Behind a condition by its nature: that is how it checks.
            checks.add(
                    new Check(
                            plain(made.toString()),
                            dead > 0 ? Strength.NONE : Strength.STRONG,
                            false));
        }
        return super.visitThrow(thrown, unused);
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
        var chain = chain(call);
        var root = chain.getLast();
        var name = name(root);
        int first = chain.size() - 1;
        while (first >= 0 && !isCheck(name(chain.get(first)))) {
            first--;
        }
        if (ASSUMPTIONS.contains(name) || (name.equals("abort") && dead == 0)) {
            assumptions++;
        } else if (first >= 0) {
            checked(chain.subList(0, first + 1));
        } else if (isOwn(root)) {
            calls.add(new Call(name, check(root.toString(), Strength.STRONG)));
        }
        for (var link : chain) {
            scan(link.getArguments(), unused);
        }
        if (root.getMethodSelect() instanceof MemberSelectTree select) {
            scan(select.getExpression(), unused);
        }
        return null;
    }

    private static boolean isCheck(String name) {
        return ROOTS.stream().anyMatch(start -> starts(name, start));
    }

    /// The whole word, or its beginning followed by a capital: `verify`, `assertThat`, no
    /// `checkin`.
    private static boolean starts(String name, String word) {
        return name.startsWith(word)
                && (name.length() == word.length()
                        || Character.isUpperCase(name.charAt(word.length())));
    }

    /// The calls of a fluent chain, the last one first.
    private static List<MethodInvocationTree> chain(MethodInvocationTree call) {
        var chain = new ArrayList<MethodInvocationTree>();
        chain.add(call);
        while (chain.getLast().getMethodSelect() instanceof MemberSelectTree select
                && select.getExpression() instanceof MethodInvocationTree inner) {
            chain.add(inner);
        }
        return chain;
    }

    private void checked(List<MethodInvocationTree> chain) {
        var root = chain.getLast();
        var links =
                chain.subList(0, chain.size() - 1).stream()
                        .filter(link -> !SILENT.contains(name(link)))
                        .toList();
        if (starts(name(root), "assertThat") && !name(root).startsWith("assertThatThrownBy")) {
            boolean matcher = root.getArguments().size() > 1;
            if (links.isEmpty() && !matcher) {
                note(root.toString(), Strength.NONE);
            } else if (matcher) {
                note(root.toString(), strength(root));
            }
            var subject =
                    root.getArguments().isEmpty() ? "" : root.getArguments().getFirst().toString();
            boolean fixed =
                    !root.getArguments().isEmpty() && isFixed(root.getArguments().getFirst());
            for (var link : links) {
                boolean same =
                        link.getArguments().size() == 1
                                && link.getArguments().getFirst().toString().equals(subject);
                note(
                        root + "." + name(link) + link.getArguments(),
                        fixed || same ? Strength.NONE : strength(link));
            }
        } else if (FLUENT.stream().anyMatch(start -> starts(name(root), start))) {
            chain.stream()
                    .filter(link -> !SILENT.contains(name(link)))
                    .forEach(link -> note(name(link) + link.getArguments(), strength(link)));
        } else {
            note(chain.getFirst().toString(), strength(root));
        }
    }

    private static Strength strength(MethodInvocationTree call) {
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
    private static boolean isFixed(ExpressionTree value) {
        return value instanceof LiteralTree
                || (value instanceof ParenthesizedTree around && isFixed(around.getExpression()))
                || (value instanceof NewClassTree made
                        && made.getIdentifier().toString().equals("Object"));
    }

    private static boolean literal(Tree value, String text) {
        return value instanceof ParenthesizedTree around
                ? literal(around.getExpression(), text)
                : value instanceof LiteralTree && value.toString().equals(text);
    }

    private static boolean isOwn(MethodInvocationTree call) {
        return switch (call.getMethodSelect()) {
            case IdentifierTree _ -> true;
            case MemberSelectTree select -> select.getExpression().toString().equals("this");
            default -> false;
        };
    }

    private static String name(MethodInvocationTree call) {
        return switch (call.getMethodSelect()) {
            case IdentifierTree simple -> simple.getName().toString();
            case MemberSelectTree select -> select.getIdentifier().toString();
            default -> call.getMethodSelect().toString();
        };
    }

    private void note(String text, Strength strength) {
        checks.add(check(text, strength));
    }

    private Check check(String text, Strength strength) {
        return new Check(plain(text), dead > 0 ? Strength.NONE : strength, guards > 0);
    }

    private static String plain(String text) {
        var plain = new StringBuilder();
        text.chars().filter(c -> !Character.isWhitespace(c)).forEach(c -> plain.append((char) c));
        return plain.toString();
    }
}
