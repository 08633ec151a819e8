package dev.lorimer.app;

import dev.lorimer.govern.Drift;
import dev.lorimer.govern.DriftPage;
import dev.lorimer.govern.DriftReport;
import dev.lorimer.govern.DriftWalk;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.govern.git.Git;
import dev.lorimer.govern.git.GitTree;
import dev.lorimer.govern.git.History;
import dev.lorimer.govern.tree.MemoryTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which commit brought which finding.
@Command(
        name = "drift",
        description = {
            "Walks the main line's history: which commit and author brought which finding, and which removed it.",
            "The decisions of the last commit are held against all of it."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  lorimer drift --since v1.0",
            "  lorimer drift --since 2026-01-01 --format html --output drift.html",
            "  lorimer drift --decisions drafts      decisions that are not recorded yet"
        })
final class DriftCommand implements Callable<Integer> {
    /// A history of ten years at ten commits a day.
    private static final int COMMITS_MAX = 50_000;

    private static final Duration LISTING = Duration.ofMinutes(10);

    private final Console console;
    @Mixin final Places places = new Places();

    @Option(
            names = "--since",
            paramLabel = "REV|DATE",
            description = "The commits after this one, or since this day; default: all.")
    @Nullable String since;

    @Option(
            names = "--until",
            paramLabel = "REV",
            defaultValue = "HEAD",
            description = "The last commit; default HEAD.")
    String until = "HEAD";

    @Option(
            names = "--max-count",
            paramLabel = "N",
            defaultValue = "50000",
            description = "Only the latest so many commits.")
    int count = COMMITS_MAX;

    @Option(
            names = "--decisions",
            paramLabel = "FOLDER",
            description = "Read the decisions from this folder and not from the last commit.")
    @Nullable Path decisions;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, json or html.")
    String format = "text";

    @Option(names = "--output", paramLabel = "FILE", description = "Write to a file.")
    @Nullable Path output;

    DriftCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (count < 1 || count > COMMITS_MAX) {
            throw Failure.usage("--max-count %s is not between 1 and %s", count, COMMITS_MAX);
        }
        var git = git();
        var commit = commit(git, until);
        var chambers = new Chambers();
        var expressions = chambers.expressions();
        var law = law(git, commit, expressions);
        Decisions.refuseBroken(law);
        try (var history = History.of(git.within(LISTING), start(git), commit, count)) {
            var drift =
                    new DriftWalk(
                                    history,
                                    law,
                                    chambers.judge(),
                                    expressions,
                                    LocalDate.now(ZoneOffset.UTC))
                            .walk();
            say(written(drift, git));
        }
        return 0;
    }

    /// History needs no working tree: a bare repository has one too.
    private Git git() {
        var git = Git.in(places.directory(console));
        var inside = git.tryRun("rev-parse", "--git-dir");
        if (inside.exit() != 0) {
            throw Failure.usage(
                    "\"%s\" is in no git repository; give --workspace DIR", git.folder());
        }
        return git;
    }

    private static String commit(Git git, String name) {
        var found =
                git.tryRun(
                        "rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}");
        if (found.exit() != 0) {
            throw Failure.usage("\"%s\" names no commit here; check its spelling", name);
        }
        return found.text().strip();
    }

    private Optional<String> start(Git git) {
        if (since == null) {
            return Optional.empty();
        }
        var named =
                git.tryRun(
                        "rev-parse",
                        "--verify",
                        "--quiet",
                        "--end-of-options",
                        since + "^{commit}");
        if (named.exit() == 0) {
            return Optional.of(named.text().strip());
        }
        try {
            var day = LocalDate.parse(since);
            var last =
                    git.text(
                            "rev-list",
                            "--first-parent",
                            "--max-count=1",
                            "--before=" + day + "T00:00:00Z",
                            commit(git, until));
            return Optional.of(last).filter(found -> !found.isBlank());
        } catch (DateTimeParseException _) {
            throw Failure.usage("\"%s\" is neither a commit here nor a day like 2026-01-31", since);
        }
    }

    private DecisionSet law(Git git, String commit, Expressions expressions) {
        if (decisions == null) {
            try (var tree = GitTree.of(git, commit)) {
                return DecisionSet.read(tree, expressions);
            }
        }
        var folder = console.directory().resolve(decisions);
        var records = new TreeMap<String, String>();
        try (var files = Files.list(folder)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (file.toString().endsWith(".md")) {
                    records.put("docs/decisions/" + file.getFileName(), Files.readString(file));
                }
            }
        } catch (IOException e) {
            throw Failure.usage(
                    "the decisions in \"%s\" can not be read: %s", folder, e.getMessage());
        }
        return DecisionSet.read(MemoryTree.of(records), expressions);
    }

    private String written(Drift drift, Git git) {
        return switch (places.json && format.equals("text") ? "json" : format) {
            case "text" -> DriftReport.text(drift);
            case "json" -> DriftReport.json(drift);
            case "html" -> DriftPage.of(drift, name(git));
            default ->
                    throw Failure.usage(
                            "format \"%s\" is not known; take text, json or html", format);
        };
    }

    private static String name(Git git) {
        var top = git.tryRun("rev-parse", "--show-toplevel");
        var path = top.exit() == 0 ? Path.of(top.text().strip()) : git.folder().toAbsolutePath();
        return path.getFileName() == null ? "this repository" : path.getFileName().toString();
    }

    private void say(String text) {
        if (output == null) {
            console.answer(text);
            return;
        }
        var file = console.directory().resolve(output);
        try {
            Files.writeString(file, text);
            console.answer("written to " + file);
        } catch (IOException e) {
            throw Failure.fault(
                    "the report could not be written to \"%s\" (%s); give --output another file",
                    file, e.getMessage());
        }
    }
}
