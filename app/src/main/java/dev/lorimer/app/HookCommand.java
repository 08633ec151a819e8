package dev.lorimer.app;

import dev.lorimer.app.AgentDialect.Answer;
import dev.lorimer.govern.git.GitException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The judge as a hook of git and of other coding agents.
@Command(
        name = "hook",
        description = "Puts the judge into git's hooks, and answers those of other coding agents.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  lorimer hook install                  pre-commit and pre-push of this repository",
            "  lorimer hook settings claude          what to put into Claude Code's settings",
            "  lorimer hook claude                   answers one hook call; started by Claude Code"
        })
final class HookCommand implements Callable<Integer> {
    /// 16 MiB: a tool call with a whole file in it, many times over.
    private static final int PAYLOAD_BYTES_MAX = 16 << 20;

    private final Console console;
    private final Chambers chambers;

    HookCommand(Console console, Chambers chambers) {
        this.console = console;
        this.chambers = chambers;
    }

    @Override
    public Integer call() {
        throw Failure.usage(
                "hook needs to know what: install, uninstall, settings, claude, codex, gemini or cursor; see lorimer hook --help");
    }

    @Command(
            name = "install",
            description =
                    "Installs the pre-commit and pre-push hooks; hooks that are there go on to run.",
            mixinStandardHelpOptions = true)
    int install(
            @Mixin Places places,
            @Option(
                            names = "--only",
                            paramLabel = "HOOK",
                            description = "pre-commit or pre-push; default: both.")
                    @Nullable String only,
            @Option(
                            names = "--program",
                            paramLabel = "PATH",
                            description = "How the hooks start Lorimer; default: this very one.")
                    @Nullable String given) {
        var program = given == null ? program() : given;
        var hooks = GitHooks.of(Repositories.git(places.directory(console)), program);
        hooks.install(names(only)).forEach(console::answer);
        console.answer("in " + hooks.folder());
        return 0;
    }

    @Command(
            name = "uninstall",
            description = "Takes the hooks away and puts back those from before.",
            mixinStandardHelpOptions = true)
    int uninstall(
            @Mixin Places places,
            @Option(names = "--only", paramLabel = "HOOK", description = "pre-commit or pre-push.")
                    @Nullable String only) {
        GitHooks.of(Repositories.git(places.directory(console)), program())
                .uninstall(names(only))
                .forEach(console::answer);
        return 0;
    }

    private static List<String> names(@Nullable String only) {
        if (only == null) {
            return GitHooks.NAMES;
        }
        if (!GitHooks.NAMES.contains(only)) {
            throw Failure.usage("hook \"%s\" is not known; take pre-commit or pre-push", only);
        }
        return List.of(only);
    }

    private static String program() {
        return Optional.ofNullable(System.getProperty("lorimer.dist"))
                .map(dist -> Path.of(dist, "bin", "lorimer").toString())
                .orElse("lorimer");
    }

    @Command(
            name = "settings",
            description = "Prints what to put into the settings of another coding agent.",
            mixinStandardHelpOptions = true)
    int settings(
            @Parameters(paramLabel = "AGENT", description = "claude, codex, gemini or cursor.")
                    String agent) {
        console.answer(HookSettings.of(agent, program()));
        return 0;
    }

    @Command(
            name = "git",
            description = "Judges what git is about to commit or push; started by git.",
            mixinStandardHelpOptions = true)
    int git(
            @Parameters(paramLabel = "HOOK", description = "pre-commit or pre-push.") String hook,
            @Parameters(arity = "0..*", paramLabel = "ARG", description = "What git says.")
                    @Nullable List<String> arguments) {
        var judge =
                new GitHookJudge(console, chambers, Repositories.git(console.directory()), today());
        return switch (names(hook).getFirst()) {
            case "pre-commit" -> judge.preCommit();
            default -> {
                var remote =
                        arguments == null || arguments.isEmpty() ? "origin" : arguments.getFirst();
                yield judge.prePush(remote, input().lines().toList());
            }
        };
    }

    @Command(name = "claude", description = "Answers a hook call of Claude Code.")
    int claude() {
        return answer(AgentDialect.CLAUDE);
    }

    @Command(name = "codex", description = "Answers a hook call of Codex.")
    int codex() {
        return answer(AgentDialect.CODEX);
    }

    @Command(name = "gemini", description = "Answers a hook call of Gemini CLI.")
    int gemini() {
        return answer(AgentDialect.GEMINI);
    }

    @Command(name = "cursor", description = "Answers a hook call of Cursor.")
    int cursor() {
        return answer(AgentDialect.CURSOR);
    }

    private int answer(AgentDialect dialect) {
        var answer = answered(dialect);
        console.out().print(answer.out());
        console.out().flush();
        console.err().print(answer.err());
        console.err().flush();
        return answer.exit();
    }

    private Answer answered(AgentDialect dialect) {
        Optional<HookCall> call = Optional.empty();
        try {
            var payload = Json.object(input());
            if (payload.isEmpty()) {
                return Answer.blocked(
                        "lorimer: the hook got no JSON object on its standard input, so nobody judged this call");
            }
            call = Optional.of(dialect.read(payload.get(), console.directory()));
            var sessions = new Sessions(new Homes(console).state().resolve("hooks"));
            return new HookJudge(dialect, chambers, sessions, today()).answer(call.get());
        } catch (Failure | GitException | IllegalStateException | IllegalArgumentException e) {
            var reason =
                    "lorimer: nobody could judge this call: %s; run lorimer judge to see it"
                            .formatted(Main.line(e));
            return call.map(known -> dialect.broken(known, reason))
                    .orElseGet(() -> Answer.blocked(reason));
        }
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    private String input() {
        try {
            var bytes = console.in().readNBytes(PAYLOAD_BYTES_MAX + 1);
            if (bytes.length > PAYLOAD_BYTES_MAX) {
                throw Failure.usage(
                        "the hook was told more than %s bytes; nobody can judge that call",
                        PAYLOAD_BYTES_MAX);
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw Failure.fault("standard input can not be read: %s", e.getMessage());
        }
    }
}
