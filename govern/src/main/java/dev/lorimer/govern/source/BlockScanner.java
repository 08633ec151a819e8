package dev.lorimer.govern.source;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreeScanner;
import org.jspecify.annotations.Nullable;

/// Walks through blocks, and lets variables live no longer than the block that declares them.
class BlockScanner extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final Scopes scopes;

    BlockScanner(Scopes scopes) {
        this.scopes = scopes;
    }

    @Override
    public @Nullable Void visitBlock(BlockTree tree, @Nullable Void none) {
        scopes.enter();
        super.visitBlock(tree, null);
        scopes.leave();
        return null;
    }

    @Override
    public @Nullable Void visitForLoop(ForLoopTree tree, @Nullable Void none) {
        scopes.enter();
        super.visitForLoop(tree, null);
        scopes.leave();
        return null;
    }

    @Override
    public @Nullable Void visitEnhancedForLoop(EnhancedForLoopTree tree, @Nullable Void none) {
        scopes.enter();
        super.visitEnhancedForLoop(tree, null);
        scopes.leave();
        return null;
    }

    @Override
    public @Nullable Void visitTry(TryTree tree, @Nullable Void none) {
        scopes.enter();
        super.visitTry(tree, null);
        scopes.leave();
        return null;
    }

    @Override
    public @Nullable Void visitCatch(CatchTree tree, @Nullable Void none) {
        scopes.enter();
        super.visitCatch(tree, null);
        scopes.leave();
        return null;
    }

    @Override
    public @Nullable Void visitIf(IfTree tree, @Nullable Void none) {
        scopes.enter();
        super.visitIf(tree, null);
        scopes.leave();
        return null;
    }

    @Override
    public @Nullable Void visitWhileLoop(WhileLoopTree tree, @Nullable Void none) {
        scopes.enter();
        super.visitWhileLoop(tree, null);
        scopes.leave();
        return null;
    }

    @Override
    public @Nullable Void visitConditionalExpression(
            ConditionalExpressionTree tree, @Nullable Void none) {
        scopes.enter();
        super.visitConditionalExpression(tree, null);
        scopes.leave();
        return null;
    }

    @Override
    public @Nullable Void visitSwitchExpression(SwitchExpressionTree tree, @Nullable Void none) {
        scopes.enter();
        super.visitSwitchExpression(tree, null);
        scopes.leave();
        return null;
    }

    @Override
    public @Nullable Void visitCase(CaseTree tree, @Nullable Void none) {
        scopes.enter();
        super.visitCase(tree, null);
        scopes.leave();
        return null;
    }
}
