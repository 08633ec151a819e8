package dev.lorimer.app;

import dev.lorimer.govern.git.Git;
import dev.lorimer.govern.git.GitTree;
import dev.lorimer.govern.verification.ScopeClaim;
import dev.lorimer.verify.Verifier;
import dev.lorimer.workspace.GitWorkspace;
import java.time.Duration;
import java.util.List;

/// Tells the model in time when it changes a file that was not meant, instead of an auditor later.
final class ScopeVerifier implements Verifier {
    private final GitWorkspace workspace;
    private final List<String> patterns;

    ScopeVerifier(GitWorkspace workspace, List<String> patterns) {
        this.workspace = workspace;
        this.patterns = List.copyOf(patterns);
    }

    @Override
    public String name() {
        return "only these files change: " + String.join(", ", patterns);
    }

    @Override
    public Check verify() {
        var git = Git.in(workspace.gitDirectory());
        try (var before = GitTree.of(git, workspace.baseTree());
                var after = GitTree.of(git, workspace.snapshot())) {
            var outside = ScopeClaim.outside(before, after, patterns);
            var text =
                    outside.isEmpty()
                            ? ""
                            : "not to be touched, put them back: " + String.join(", ", outside);
            return new Check(
                    name(), outside.isEmpty() ? Result.PASS : Result.FAIL, text, Duration.ZERO);
        }
    }
}
