package dev.lorimer.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.govern.cel.CelExpressions;
import dev.lorimer.govern.git.Git;
import dev.lorimer.govern.verification.Examination;
import dev.lorimer.govern.verification.Examined;
import dev.lorimer.govern.verification.Transcript;
import dev.lorimer.govern.verification.TrustedKey;
import dev.lorimer.workspace.GitWorkspace;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A run that asked, was approved, was done, and stands; with evidence of it.
record StandingRun(
        Cli cli,
        Path repository,
        String run,
        Path evidence,
        Transcript transcript,
        Auditor auditor) {
    static final StandingRun NONE =
            new StandingRun(
                    new Cli(Path.of(""), Path.of("")),
                    Path.of(""),
                    "",
                    Path.of(""),
                    new Transcript("", List.of(), Optional.empty()),
                    new Auditor(Git.in(Path.of(".")), List.of()));

    /// Whoever looks at it: where the objects are, and whom they trust.
    record Auditor(Git git, List<TrustedKey> trusted) {}

    private static final String DECISION =
            """
            # D-0001: The build is asked about

            ## Status

            Accepted

            ## Decision

            Whoever changes the build says so.

            ```constraint
            id: build-is-asked-about
            kind: change
            scope: { path: "build.txt" }
            effect: ask
            ```

            ```constraint
            id: no-evil
            kind: pattern
            match: { regex: "evil" }
            severity: deny
            ```
            """;

    static StandingRun in(Path folder) {

        var repository =
                Cli.repository(
                        folder.resolve("shop"),
                        Map.of("build.txt", "one\n", "docs/decisions/0001-build.md", DECISION));
        var cli = new Cli(folder, repository).with("USER", "ann");
        cli.say("keys", "new", "default");
        var script =
                cli.file(
                        "script.json",
                        Cli.script(
                                Cli.call(
                                        "write_file",
                                        Map.of("path", "build.txt", "content", "two\n")),
                                Cli.call(
                                        "write_file",
                                        Map.of("path", "notes.txt", "content", "fine\n")),
                                Cli.call("run_command", Map.of("command", "cat notes.txt")),
                                Cli.call("finish", Map.of("summary", "done"))));
        var asked =
                cli.say(
                        "run",
                        "write notes",
                        "--json",
                        "--model",
                        "script:" + script,
                        "--verify",
                        "test -f notes.txt",
                        "--scope",
                        "*.txt");
        var run = asked.json().path("run").asString();
        cli.say("answer", run, "1.1", "--approve");
        assertThat(cli.say("resume", run, "--json").exit()).isZero();
        var evidence = folder.resolve("run.intoto.json");
        assertThat(cli.say("evidence", run, "--output", evidence.toString()).exit()).isZero();
        var console = cli.console(new ByteArrayOutputStream(), new ByteArrayOutputStream());
        var trusted = KeysCommand.keys(console).trusted();
        var at = new Places();
        at.workspace = repository;
        var located = at.locate(run, console);
        try (var journal = Places.journal(located.home(), console)) {
            var place = Stored.read(journal, located.run()).setup().place();
            var git = Git.in(GitWorkspace.gitDirectory(place));
            var transcript =
                    Audit.transcript(
                            journal, located.run(), place, Audit.Terms.now(trusted, false));
            return new StandingRun(
                    cli, repository, run, evidence, transcript, new Auditor(git, trusted));
        }
    }

    Examined examined(Transcript other) {
        return new Examination(auditor.git(), new CelExpressions(), auditor.trusted(), false)
                .of(other);
    }
}
