package dev.lorimer.app;

import dev.lorimer.govern.Judge;
import dev.lorimer.govern.MavenRepository;
import dev.lorimer.govern.cel.CelExpressions;
import dev.lorimer.govern.decision.Artifacts;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Engines;
import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.govern.decision.LawBook;
import dev.lorimer.govern.decision.Programs;
import dev.lorimer.govern.source.FactIndex;
import dev.lorimer.govern.source.FactStore;
import dev.lorimer.govern.source.PackStore;
import dev.lorimer.govern.tongues.TreeSitter;
import dev.lorimer.govern.tree.Tree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Where the judge keeps what it knows between two verdicts: readers of all languages, and what
/// they have read already. A command needs it once; the warm judge keeps it for as long as it
/// lives. What is kept makes verdicts faster, never others. Safe for use by several threads.
final class Chambers {
    /// 256 MiB: the facts of some 50,000 files of usual size, and as many older ones.
    private static final long FACT_BYTES_MAX = 256L << 20;

    private final Optional<Path> folder;
    private final Artifacts artifacts;
    private final Programs programs;
    private Optional<Expressions> expressions = Optional.empty();
    private Optional<Judge> judge = Optional.empty();
    private Optional<LawBook> laws = Optional.empty();

    /// Chambers whose knowledge ends with the process.
    ///
    /// Nothing is run for a verdict of theirs: a walk through a history would run it for each
    /// commit.
    Chambers() {
        folder = Optional.empty();
        artifacts = Artifacts.none();
        programs = Programs.none();
    }

    private Chambers(Optional<Path> folder, Console console) {
        this.folder = folder;
        artifacts = new MavenRepository(console.userHome().resolve(".m2/repository"));
        programs = new ContainedPrograms(console);
    }

    /// Chambers that know what files say from earlier processes of the same user: it is kept in the
    /// user's cache folder, by the files' hashes, and may be deleted at any time.
    static Chambers lasting(Console console) {
        return new Chambers(Optional.of(Natives.folder(console).resolve("facts")), console);
    }

    /// Chambers of one command, which can run programs and find artifacts.
    static Chambers of(Console console) {
        return new Chambers(Optional.empty(), console);
    }

    /// Made when it is first asked for, since most commands never do.
    synchronized Expressions expressions() {
        if (expressions.isEmpty()) {
            expressions = Optional.of(new CelExpressions());
        }
        return expressions.get();
    }

    /// The decisions of a tree.
    DecisionSet law(Tree tree) {
        return laws().of(tree);
    }

    private synchronized LawBook laws() {
        if (laws.isEmpty()) {
            laws = Optional.of(new LawBook(expressions()));
        }
        return laws.get();
    }

    synchronized Judge judge() {
        if (judge.isEmpty()) {
            var tongues = new TreeSitter();
            judge =
                    Optional.of(
                            new Judge(
                                    new Engines(expressions(), artifacts, programs),
                                    new FactIndex(tongues, store(FactIndex.engine(tongues)))));
        }
        return judge.get();
    }

    private FactStore store(String engine) {
        if (folder.isEmpty()) {
            return FactStore.none();
        }
        try {
            // Whoever can write there can lie to the judge.
            PrivateFiles.folder(folder.get());
            return PackStore.in(folder.get(), engine, FACT_BYTES_MAX);
        } catch (IOException | UnsupportedOperationException _) {
            return FactStore.none();
        }
    }
}
