package dev.lorimer.app;

import dev.lorimer.govern.Inquiry;
import dev.lorimer.govern.Verdict;
import dev.lorimer.govern.decision.Actor;
import dev.lorimer.govern.decision.Phase;
import dev.lorimer.govern.git.Git;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Signed verdicts, and the way to check them without trusting whoever signed.
@Command(
        name = "evidence",
        description = {
            "Signs the verdict on commits as an in-toto statement in a DSSE envelope, and checks such files.",
            "verify judges again from the repository and says what differs."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  lorimer evidence --base main --head HEAD --output verdict.intoto.json",
            "  lorimer evidence verify verdict.intoto.json"
        })
final class EvidenceCommand implements Callable<Integer> {
    private final Console console;
    @Mixin final Places places = new Places();

    @Option(names = "--base", paramLabel = "REV", description = "Where the change starts.")
    @Nullable String base;

    @Option(
            names = "--head",
            paramLabel = "REV",
            defaultValue = "HEAD",
            description = "Where it ends; default HEAD.")
    String head = "HEAD";

    @Option(
            names = "--key",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "The key to sign with; default \"default\".")
    String key = "default";

    @Option(names = "--output", paramLabel = "FILE", description = "Write to a file.")
    @Nullable Path output;

    EvidenceCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (base == null) {
            throw Failure.usage("evidence needs to know of what: --base REV, or verify FILE");
        }
        var git = Repositories.git(places.directory(console));
        var end = commit(git, head);
        var common = git.tryRun("merge-base", "--end-of-options", commit(git, base), end);
        var start = common.exit() == 0 ? common.text().strip() : commit(git, base);
        var day = LocalDate.now(ZoneOffset.UTC);
        var claim = claim(git, end, start, day);
        var ruling = ruling(git, claim, day);
        var envelope =
                Attestation.sealed(
                        Attestation.statement(claim, ruling), key, KeysCommand.keys(console));
        if (output == null) {
            console.answer(envelope);
        } else {
            write(console.directory().resolve(output), envelope);
        }
        return ruling.verdict() instanceof Verdict.Allow ? 0 : Failure.NO;
    }

    @Command(
            name = "verify",
            description =
                    "Checks the signature, judges again, and says what differs; exit 1 when anything does.",
            mixinStandardHelpOptions = true)
    int verify(
            @Mixin Places where,
            @Parameters(paramLabel = "FILE") Path file,
            @Option(
                            names = "--public-key",
                            paramLabel = "FILE",
                            description =
                                    "Trust this key, as lorimer keys show prints it; default: the keys here.")
                    @Nullable Path given) {
        var statement = Attestation.opened(read(file), trusted(given));
        var claim = Attestation.claim(statement);
        var git = Repositories.git(where.directory(console));
        LocalDate day;
        try {
            day = LocalDate.parse(claim.date());
        } catch (DateTimeException _) {
            throw Failure.no("the statement names no day");
        }
        var again = claim(git, commit(git, claim.commit()), commit(git, claim.base()), day);
        var differences =
                Attestation.differences(
                        statement, Attestation.statement(again, ruling(git, again, day)));
        console.answer(
                where.json
                        ? Json.text(
                                AgentDialect.object(
                                        "stands",
                                        differences.isEmpty(),
                                        "differences",
                                        differences))
                        : differences.isEmpty()
                                ? "the evidence stands: judged again, nothing differs"
                                : "the evidence does not stand:\n  "
                                        + String.join("\n  ", differences));
        return differences.isEmpty() ? 0 : Failure.NO;
    }

    private List<Keys.Public> trusted(@Nullable Path given) {
        return given == null
                ? KeysCommand.keys(console).list()
                : List.of(Keys.Public.of(read(given)));
    }

    private static Attestation.Claim claim(Git git, String end, String start, LocalDate day) {
        return new Attestation.Claim(
                end, git.text("rev-parse", end + "^{tree}"), start, day.toString(), "ci");
    }

    private static Judging.Ruling ruling(Git git, Attestation.Claim claim, LocalDate day) {
        return new Judging(git, new Inquiry(Phase.CI, day, new Actor.Unknown(), Set.of()))
                .trees(claim.base(), claim.commit());
    }

    private static String commit(Git git, String name) {
        var found =
                git.tryRun(
                        "rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}");
        if (found.exit() != 0) {
            throw Failure.usage(
                    "\"%s\" names no commit here; fetch it, or check its spelling", name);
        }
        return found.text().strip();
    }

    private String read(Path file) {
        try {
            return Files.readString(console.directory().resolve(file));
        } catch (IOException e) {
            throw Failure.usage("the file \"%s\" can not be read", file);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw Failure.fault("the file \"%s\" can not be written: %s", file, e.getMessage());
        }
    }
}
