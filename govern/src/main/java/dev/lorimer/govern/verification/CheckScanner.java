package dev.lorimer.govern.verification;

import com.sun.source.tree.AssertTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.ThrowTree;
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
            scan(statement, null);
            dead -= over ? 1 : 0;
            over |= statement instanceof ReturnTree || statement instanceof ThrowTree;
        }
        return null;
    }

    @Override
    public @Nullable Void visitIf(IfTree branch, @Nullable Void unused) {
        scan(branch.getCondition(), null);
        branch(Assertions.literal(branch.getCondition(), "false"), branch.getThenStatement());
        branch(Assertions.literal(branch.getCondition(), "true"), branch.getElseStatement());
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
        scan(loop.getCondition(), null);
        branch(Assertions.literal(loop.getCondition(), "false"), loop.getStatement());
        return null;
    }

    @Override
    public @Nullable Void visitSwitch(SwitchTree choice, @Nullable Void unused) {
        guards++;
        super.visitSwitch(choice, null);
        guards--;
        return null;
    }

    @Override
    public @Nullable Void visitSwitchExpression(
            SwitchExpressionTree choice, @Nullable Void unused) {
        guards++;
        super.visitSwitchExpression(choice, null);
        guards--;
        return null;
    }

    @Override
    public @Nullable Void visitConditionalExpression(
            ConditionalExpressionTree choice, @Nullable Void unused) {
        guards++;
        super.visitConditionalExpression(choice, null);
        guards--;
        return null;
    }

    @Override
    public @Nullable Void visitLambdaExpression(
            LambdaExpressionTree lambda, @Nullable Void unused) {
        lambdas++;
        super.visitLambdaExpression(lambda, null);
        lambdas--;
        return null;
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void unused) {
        lambdas++;
        super.visitClass(type, null);
        lambdas--;
        return null;
    }

    /// What a failed check throws is lost where somebody catches it and goes on.
    @Override
    public @Nullable Void visitTry(TryTree attempt, @Nullable Void unused) {
        boolean lost = attempt.getCatches().stream().anyMatch(CheckScanner::swallows);
        scan(attempt.getResources(), null);
        dead += lost ? 1 : 0;
        scan(attempt.getBlock(), null);
        dead -= lost ? 1 : 0;
        guards++;
        scan(attempt.getCatches(), null);
        guards--;
        return scan(attempt.getFinallyBlock(), null);
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
        return super.visitReturn(end, null);
    }

    @Override
    public @Nullable Void visitAssert(AssertTree check, @Nullable Void unused) {
        var text = check.getCondition().toString();
        note(
                text,
                Assertions.literal(check.getCondition(), "true") ? Strength.NONE : Strength.STRONG);
        return super.visitAssert(check, null);
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
        return super.visitThrow(thrown, null);
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
        var chain = Assertions.chain(call);
        var root = chain.getLast();
        var name = Assertions.name(root);
        int first = chain.size() - 1;
        while (first >= 0 && !Assertions.isCheck(Assertions.name(chain.get(first)))) {
            first--;
        }
        if (Assertions.isAssumption(name) || (name.equals("abort") && dead == 0)) {
            assumptions++;
        } else if (first >= 0) {
            checked(chain.subList(0, first + 1));
        } else if (Assertions.isOwn(root)) {
            calls.add(new Call(name, check(root.toString(), Strength.STRONG)));
        }
        for (var link : chain) {
            scan(link.getArguments(), null);
        }
        if (root.getMethodSelect() instanceof MemberSelectTree select) {
            scan(select.getExpression(), null);
        }
        return null;
    }

    private void checked(List<MethodInvocationTree> chain) {
        var root = chain.getLast();
        var links =
                chain.subList(0, chain.size() - 1).stream()
                        .filter(link -> !Assertions.isSilent(link))
                        .toList();
        if (Assertions.starts(Assertions.name(root), "assertThat")
                && !Assertions.name(root).startsWith("assertThatThrownBy")) {
            boolean matcher = root.getArguments().size() > 1;
            if (links.isEmpty() && !matcher) {
                note(root.toString(), Strength.NONE);
            } else if (matcher) {
                note(root.toString(), Assertions.strength(root));
            }
            var subject =
                    root.getArguments().isEmpty() ? "" : root.getArguments().getFirst().toString();
            boolean fixed =
                    !root.getArguments().isEmpty()
                            && Assertions.isFixed(root.getArguments().getFirst());
            for (var link : links) {
                boolean same =
                        link.getArguments().size() == 1
                                && link.getArguments().getFirst().toString().equals(subject);
                note(
                        root + "." + Assertions.name(link) + link.getArguments(),
                        fixed || same ? Strength.NONE : Assertions.strength(link));
            }
        } else if (Assertions.isFluent(root)) {
            chain.stream()
                    .filter(link -> !Assertions.isSilent(link))
                    .forEach(link ->
                            note(
                                    Assertions.name(link) + link.getArguments(),
                                    Assertions.strength(link)));
        } else {
            note(chain.getFirst().toString(), Assertions.strength(root));
        }
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
