package dev.lorimer.app;

import dev.lorimer.govern.git.Git;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
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
            "Signs what was decided about a run or about commits, as an in-toto statement in a DSSE envelope.",
            "verify judges again from the repository and the journal, and says what differs;",
            "coverage says which commits no evidence answers for."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  lorimer evidence RUN --output run.intoto.json",
            "  lorimer evidence --base main --head HEAD --output verdict.intoto.json",
            "  lorimer evidence verify verdict.intoto.json",
            "  lorimer evidence coverage --base v1.0 evidence/"
        })
final class EvidenceCommand implements Callable<Integer> {
    private final Console console;
    @Mixin final Places places = new Places();

    @Parameters(
            paramLabel = "RUN",
            arity = "0..1",
            description = "The run whose change it is about, or the beginning of its name.")
    @Nullable String run;

    @Option(
            names = "--unsigned",
            description = "Let a run's intent pass that nobody signed; told as a waiver.")
    boolean unsigned;

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
        var made = run == null ? commits() : ofRun(run);
        var envelope = Attestation.sealed(made.statement(), KeysCommand.keys(console).signer(key));
        if (output == null) {
            console.answer(envelope);
        } else {
            write(console.directory().resolve(output), envelope);
        }
        return made.stands() ? 0 : Failure.NO;
    }

    private Bundle.Made ofRun(String name) {
        if (base != null) {
            throw Failure.usage("evidence is about RUN or about --base REV, not about both");
        }
        return new Bundle(console, places, KeysCommand.keys(console).trusted())
                .ofRun(places.locate(name, console), unsigned);
    }

    private Bundle.Made commits() {
        if (base == null) {
            throw Failure.usage("evidence needs to know of what: RUN, --base REV, or verify FILE");
        }
        var git = Repositories.git(places.directory(console));
        var end = Bundle.commit(git, head);
        var start = start(git, Bundle.commit(git, base), end);
        return new Bundle(console, places, List.of())
                .ofCommits(git, start, end, LocalDate.now(ZoneOffset.UTC));
    }

    private static String start(Git git, String base, String end) {
        var common = git.tryRun("merge-base", "--end-of-options", base, end);
        return common.exit() == 0 ? common.text().strip() : base;
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
        var trusted = KeysCommand.trusted(console, given);
        var statement = Attestation.opened(read(file), trusted);
        var differences = new Bundle(console, where, trusted).again(statement).differences();
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

    @Command(
            name = "coverage",
            description =
                    "Which commits of a range evidence answers for; exit 1 when one is ungoverned or refused.",
            mixinStandardHelpOptions = true)
    int coverage(
            @Mixin Places where,
            @Option(
                            names = "--base",
                            paramLabel = "REV",
                            required = true,
                            description =
                                    "Where the range starts; its decisions are those that count.")
                    String from,
            @Option(
                            names = "--head",
                            paramLabel = "REV",
                            defaultValue = "HEAD",
                            description = "Where it ends; default HEAD.")
                    String to,
            @Option(
                            names = "--public-key",
                            paramLabel = "FILE",
                            description =
                                    "Trust this key, as lorimer keys show prints it; default: the keys here.")
                    @Nullable Path given,
            @Parameters(
                            paramLabel = "FILE",
                            arity = "0..*",
                            description = "Evidence, or folders of it.")
                    List<Path> files) {
        var git = Repositories.git(where.directory(console));
        var end = Bundle.commit(git, to);
        var trusted = KeysCommand.trusted(console, given);
        var named =
                files == null
                        ? List.<Path>of()
                        : files.stream().map(console.directory()::resolve).toList();
        var rows =
                new Coverage(git, new Bundle(console, where, trusted), trusted)
                        .rows(start(git, Bundle.commit(git, from), end), end, named);
        console.answer(where.json ? Json.text(rows) : text(rows));
        return rows.stream().allMatch(row -> row.state().equals("covered")) ? 0 : Failure.NO;
    }

    private static String text(List<Coverage.Row> rows) {
        var out = new StringBuilder();
        for (var row : rows) {
            out.append(
                    "%-10s %s %s: %s\n           %s\n"
                            .formatted(
                                    row.state(),
                                    row.commit().substring(0, 12),
                                    row.author(),
                                    row.subject(),
                                    row.why()));
        }
        long open = rows.stream().filter(row -> row.state().equals("ungoverned")).count();
        return out.append("%s commits, %s ungoverned\n".formatted(rows.size(), open)).toString();
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
