package dev.lorimer.app;

import dev.lorimer.command.Bubblewrap;
import dev.lorimer.govern.git.Git;
import dev.lorimer.govern.git.GitException;
import dev.lorimer.journal.Journal;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import dev.lorimer.run.Recorded;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Looks at everything a run needs.
@Command(
        name = "doctor",
        description =
                "Checks JDK, git, sandbox, keys and the stored journal; exit 1 when one is bad.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    private final Console console;
    @Mixin final Places places = new Places();

    @Option(
            names = "--verify",
            description =
                    "Read every stored byte: hash chains, contents, snapshots against all entries.")
    boolean verify;

    DoctorCommand(Console console) {
        this.console = console;
    }

    /// @param level `ok`, `warn` (a run may lack it) or `bad`
    record Check(String subject, String level, String text) {}

    @Override
    public Integer call() throws InterruptedException {
        var checks = new ArrayList<Check>();
        checks.add(jdk());
        checks.add(git());
        checks.add(sandbox());
        checks.addAll(keys());
        checks.addAll(store());
        if (places.json) {
            console.answer(Json.text(checks));
        } else {
            var style = new Style(console.colour());
            checks.forEach(check -> console.answer(line(check, style)));
        }
        return checks.stream().anyMatch(check -> check.level().equals("bad")) ? Failure.NO : 0;
    }

    private static String line(Check check, Style style) {
        var level = "%-4s".formatted(check.level());
        var shown =
                switch (check.level()) {
                    case "ok" -> style.good(level);
                    case "warn" -> style.ask(level);
                    default -> style.bad(level);
                };
        return "%s  %-8s %s".formatted(shown, check.subject(), check.text());
    }

    private static Check jdk() {
        var version = Runtime.version();
        var text = "%s at %s".formatted(version, System.getProperty("java.home"));
        return new Check("jdk", version.feature() >= 25 ? "ok" : "bad", text);
    }

    private Check git() {
        try {
            return new Check("git", "ok", Git.in(console.directory()).text("--version"));
        } catch (GitException e) {
            return new Check("git", "bad", String.valueOf(e.getMessage()));
        }
    }

    private Check sandbox() throws InterruptedException {
        return switch (Bubblewrap.probe(CommandEnvironment.of(console))) {
            case Bubblewrap.Usable usable ->
                    new Check("sandbox", "ok", usable.program() + " works");
            case Bubblewrap.Unusable unusable -> new Check("sandbox", "warn", unusable.reason());
        };
    }

    private List<Check> keys() {
        return List.of("OPENAI_API_KEY", "ANTHROPIC_API_KEY").stream()
                .map(name ->
                        console.variable(name).isPresent()
                                ? new Check("key", "ok", name + " is set")
                                : new Check("key", "warn", name + " is not set"))
                .toList();
    }

    private static Stream<String> snapshots(Journal journal) {
        return Places.recorded(journal, Integer.MAX_VALUE)
                .map(Journal.Head::run)
                .filter(run -> journal.evidence(run).isEmpty())
                .flatMap(run -> snapshot(journal, run).stream());
    }

    private static Optional<String> snapshot(Journal journal, RunId run) {
        try {
            return Recorded.checkSnapshot(journal, run);
        } catch (JournalException | IllegalStateException e) {
            return Optional.of("run \"%s\": %s".formatted(run, e.getMessage()));
        }
    }

    private List<Check> store() {
        var home = places.serving(console);
        if (!Places.hasJournal(home)) {
            return List.of(new Check("store", "ok", "no journal yet in " + home.path()));
        }
        try (var journal = Places.journal(home, console)) {
            var findings = new ArrayList<>(journal.inspect());
            if (verify) {
                snapshots(journal).forEach(findings::add);
            }
            return findings.isEmpty()
                    ? List.of(new Check("store", "ok", home.path() + " is whole"))
                    : findings.stream().map(text -> new Check("store", "bad", text)).toList();
        } catch (JournalException e) {
            return List.of(new Check("store", "bad", String.valueOf(e.getMessage())));
        }
    }
}
