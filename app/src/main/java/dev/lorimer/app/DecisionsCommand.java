package dev.lorimer.app;

import dev.lorimer.govern.ConstraintTests;
import dev.lorimer.govern.Explanation;
import dev.lorimer.govern.Report;
import dev.lorimer.govern.cel.CelExpressions;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Problem;
import dev.lorimer.govern.git.GitTree;
import dev.lorimer.govern.git.WorktreeSnapshot;
import dev.lorimer.govern.tree.Tree;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The recorded decisions, as they are in the working tree: for those who write them.
@Command(
        name = "decisions",
        description = "Lists, checks, tests, explains, writes and imports the recorded decisions.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  lorimer decisions list",
            "  lorimer decisions check",
            "  lorimer decisions test",
            "  lorimer decisions explain D-0001",
            "  lorimer decisions new \"One JSON library\"",
            "  lorimer decisions accept D-0007",
            "  lorimer decisions supersede D-0003 D-0007",
            "  lorimer decisions import src/test/java/com/acme/ArchitectureTest.java"
        })
final class DecisionsCommand implements Callable<Integer> {
    private final Console console;

    DecisionsCommand(Console console) {
        this.console = console;
    }

    /// The command with those that write.
    static CommandLine line(Console console) {
        return new CommandLine(new DecisionsCommand(console))
                .addSubcommand(new DecisionNewCommand(console))
                .addSubcommand(new DecisionAcceptCommand(console))
                .addSubcommand(new DecisionSupersedeCommand(console))
                .addSubcommand(new DecisionWaiveCommand(console))
                .addSubcommand(new DecisionImportCommand(console));
    }

    @Override
    public Integer call() {
        throw Failure.usage(
                "decisions needs to know what: list, check, test, explain ID, new, accept, supersede, waive or import; see lorimer decisions --help");
    }

    @Command(
            name = "list",
            description = "Every decision with its status and constraints.",
            mixinStandardHelpOptions = true)
    int list(@Mixin Places places) {
        return reading(
                places,
                (set, _) -> {
                    console.answer(places.json ? Report.json(set) : Report.text(set));
                    return 0;
                });
    }

    @Command(
            name = "check",
            description = "Finds what is wrong with the records; exit 1 when something is.",
            mixinStandardHelpOptions = true)
    int check(@Mixin Places places) {
        return reading(
                places,
                (set, _) -> {
                    console.answer(
                            places.json ? Report.problemsJson(set) : Report.problemsText(set));
                    var bad =
                            set.problems().stream()
                                    .anyMatch(p -> p.level() != Problem.Level.WARNING);
                    return bad ? Failure.NO : 0;
                });
    }

    @Command(
            name = "test",
            description = "Runs the examples in the records; exit 1 when one is broken.",
            mixinStandardHelpOptions = true)
    int test(@Mixin Places places) {
        return reading(
                places,
                (set, _) -> {
                    var tests = ConstraintTests.run(set, Chambers.of(console).judge());
                    console.answer(places.json ? Report.json(tests) : Report.text(tests));
                    return tests.kept() ? 0 : Failure.NO;
                });
    }

    @Command(
            name = "explain",
            description = "One decision or constraint in full.",
            mixinStandardHelpOptions = true)
    int explain(
            @Mixin Places places,
            @Parameters(paramLabel = "ID", description = "For example D-0007 or D-0007#no-gson.")
                    String id) {
        return reading(
                places,
                (set, tree) -> {
                    var found =
                            Explanation.of(set, tree, id)
                                    .orElseThrow(() ->
                                            Failure.usage(
                                                    "there is no decision \"%s\"; lorimer decisions list shows them",
                                                    id));
                    console.answer(places.json ? Report.json(found) : Report.text(found));
                    return 0;
                });
    }

    @Command(
            name = "propose",
            description = {
                "Finds rules that hold today, and what history has given up, and drafts records for a person to accept.",
                "What the records in the working tree say already is left out."
            },
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Examples:",
                "  lorimer decisions propose",
                "  lorimer decisions propose --write",
                "  lorimer decisions propose --until v1.0 --json"
            })
    int propose(
            @Mixin Places places,
            @Option(
                            names = "--until",
                            paramLabel = "REV",
                            defaultValue = "HEAD",
                            description = "The last commit that counts; default HEAD.")
                    String until,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "100",
                            description = "So many at most, the best first; default 100.")
                    int limit,
            @Option(names = "--write", description = "Write the records beside the decisions.")
                    boolean write) {
        return new Propose(console, places, new Propose.Wanted(until, limit, write)).call();
    }

    private interface Reader {
        int read(DecisionSet set, Tree tree);
    }

    private int reading(Places places, Reader reader) {
        var git = Repositories.git(places.directory(console));
        try (var snapshot = WorktreeSnapshot.of(git);
                var tree = GitTree.of(snapshot.git(), snapshot.tree())) {
            return reader.read(DecisionSet.read(tree, new CelExpressions()), tree);
        }
    }
}
