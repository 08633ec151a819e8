package dev.lorimer.app;

import dev.lorimer.govern.Inquiry;
import dev.lorimer.govern.Verdict;
import dev.lorimer.govern.decision.Actor;
import dev.lorimer.govern.decision.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Holds any change against the recorded decisions, without a run.
@Command(
        name = "judge",
        description = {
            "Holds a change against the decisions recorded at its base.",
            "Exit 0: allowed. 1: denied, or needs approval. 2: asked wrongly. 3: our fault."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  lorimer judge                         the working tree against HEAD",
            "  lorimer judge --base main             the working tree against where it left main",
            "  lorimer judge --base main --head HEAD --format json",
            "  lorimer judge --base origin/main --format sarif --output lorimer.sarif"
        })
final class JudgeCommand implements Callable<Integer> {
    private final Console console;
    private final Chambers chambers;
    @Mixin final Places places = new Places();

    @Option(
            names = "--base",
            paramLabel = "REV",
            defaultValue = "HEAD",
            description = "Where the change starts: its merge base with the head; default HEAD.")
    String base = "HEAD";

    @ArgGroup @Nullable Head head;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, json, sarif, github (annotations) or junit.")
    String format = "text";

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Write the chosen format to a file; the text still goes to the terminal.")
    @Nullable Path output;

    @Option(
            names = "--actor",
            paramLabel = "WHO",
            description = "Who made the change: agent or human; default: nobody said.")
    @Nullable String actor;

    @Option(
            names = "--date",
            paramLabel = "YYYY-MM-DD",
            description = "The day to judge by; default: today, UTC.")
    @Nullable LocalDate date;

    @Option(
            names = "--daemon",
            description =
                    "Stay, and judge for later calls of judge and hook, which then need not start anew.")
    boolean daemon;

    @Option(
            names = "--idle",
            paramLabel = "MINUTES",
            defaultValue = "30",
            description =
                    "With --daemon: end after so many minutes without a question; default 30.")
    int idleMinutes = 30;

    JudgeCommand(Console console, Chambers chambers) {
        this.console = console;
        this.chambers = chambers;
    }

    /// Where the change ends.
    static final class Head {
        @Option(names = "--head", paramLabel = "REV", description = "A commit or branch.")
        @Nullable String revision;

        @Option(
                names = "--worktree",
                description = "The files as they are now, untracked ones too (the default).")
        boolean worktree;
    }

    @Override
    public Integer call() {
        if (daemon) {
            if (idleMinutes < 1) {
                throw Failure.usage("--idle %s is no time to wait; give 1 or more", idleMinutes);
            }
            return new WarmJudge(console, Duration.ofMinutes(idleMinutes)).serve();
        }
        var form = places.json && format.equals("text") ? Format.JSON : Format.of(format);
        var git = Repositories.git(places.directory(console));
        var day = date == null ? LocalDate.now(ZoneOffset.UTC) : date;
        var judging = new Judging(chambers, git, new Inquiry(Phase.CI, day, who(), Set.of()));
        var ruling =
                head == null || head.revision == null
                        ? judging.worktree(base)
                        : judging.between(base, head.revision);
        if (output == null) {
            console.answer(form.write(ruling));
        } else {
            write(console.directory().resolve(output), form.write(ruling));
            console.answer(Format.TEXT.write(ruling));
        }
        return switch (ruling.verdict()) {
            case Verdict.Allow _ -> 0;
            case Verdict.Deny _, Verdict.Escalate _ -> Failure.NO;
        };
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw Failure.fault(
                    "the verdict could not be written to \"%s\" (%s); give --output another file",
                    file, e.getMessage());
        }
    }

    private Actor who() {
        return switch (actor == null ? "" : actor) {
            case "" -> new Actor.Unknown();
            case "agent" -> new Actor.Agent("unnamed");
            case "human" -> new Actor.Human("unnamed");
            default -> throw Failure.usage("actor \"%s\" is not known; take agent or human", actor);
        };
    }
}
