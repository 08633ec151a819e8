package dev.lorimer.app;

import dev.lorimer.govern.author.Grant;
import dev.lorimer.run.Timing;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// A permission to break one constraint, for a while, in one place.
@Command(
        name = "waive",
        description = "Writes a waiver: it holds from the commit on that brings it.",
        mixinStandardHelpOptions = true)
final class DecisionWaiveCommand implements Callable<Integer> {
    private final Console console;
    @Mixin final Places places = new Places();

    @Parameters(paramLabel = "ID#CONSTRAINT", description = "For example D-0007#no-gson.")
    String constraint = "";

    @Option(
            names = "--path",
            paramLabel = "GLOB",
            description = "The files it covers, as in legacy/**; may be given again.")
    List<String> paths = new ArrayList<>();

    @Option(
            names = "--fingerprint",
            paramLabel = "IDENTITY",
            description = "The finding it covers, in place of --path; may be given again.")
    List<String> fingerprints = new ArrayList<>();

    @Option(
            names = "--expires",
            paramLabel = "DATE",
            required = true,
            description = "Its last day, as in 2026-12-31.")
    String expires = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.")
    String reason = "";

    @Option(
            names = "--granted-by",
            paramLabel = "NAME",
            required = true,
            description = "Who grants it; it never covers a change of theirs.")
    String grantedBy = "";

    @Option(
            names = "--owner",
            paramLabel = "NAME",
            description = "Who mends what it covers; default: who grants it.")
    String owner = "";

    @Option(
            names = "--ticket",
            paramLabel = "ID",
            defaultValue = "none",
            description = "Where the mending is tracked; default: none.")
    String ticket = "none";

    @Option(
            names = "--granted-at",
            paramLabel = "DATE",
            description = "Its first day; default: today.")
    String grantedAt = "";

    DecisionWaiveCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (paths.isEmpty() == fingerprints.isEmpty()) {
            throw Failure.usage(
                    "a waiver needs either --path GLOB or --fingerprint IDENTITY; say what it lets pass");
        }
        if (paths.stream()
                .anyMatch(path -> path.strip().replace("*", "").replace("/", "").isEmpty())) {
            throw Failure.usage(
                    "a waiver for every file would undo the constraint; name a folder or a file");
        }
        if (reason.isBlank() || grantedBy.isBlank()) {
            throw Failure.usage(
                    "a waiver needs a --reason and who it is --granted-by; neither can be blank");
        }
        var first =
                grantedAt.isEmpty()
                        ? LocalDate.ofInstant(Timing.system().clock().instant(), ZoneOffset.UTC)
                        : day("--granted-at", grantedAt);
        var grant =
                new Grant(
                        constraint,
                        paths,
                        fingerprints,
                        new Grant.Parties(
                                owner.isBlank() ? grantedBy : owner, reason, ticket, grantedBy),
                        first,
                        day("--expires", expires));
        return new LawDesk(console).write(places, (law, _) -> law.waive(grant));
    }

    private static LocalDate day(String option, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException _) {
            throw Failure.usage("%s \"%s\" is no day; write it like 2026-12-31", option, text);
        }
    }
}
