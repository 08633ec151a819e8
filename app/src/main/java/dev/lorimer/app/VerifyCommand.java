package dev.lorimer.app;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Says whether what ran was what was meant.
@Command(
        name = "verify",
        description = {
            "Recomputes every claim of a run from its journal and from git alone, and says",
            "STANDS, STANDS_WITH_WAIVERS, INCOMPLETE or REFUSED, with the reason for each claim."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit code 0 for STANDS and STANDS_WITH_WAIVERS, 1 for the others.",
            "",
            "Example:",
            "  lorimer verify RUN"
        })
final class VerifyCommand implements Callable<Integer> {
    private final Console console;
    @Mixin final Places places = new Places();

    @Parameters(paramLabel = "RUN", description = "Its name, or the beginning of it.")
    String run = "";

    @Option(
            names = "--public-key",
            paramLabel = "FILE",
            description = "Trust this key, as lorimer keys show prints it; default: the keys here.")
    @Nullable Path given;

    @Option(
            names = "--unsigned",
            description = "Let an intent pass that nobody signed; told as a waiver.")
    boolean unsigned;

    VerifyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        var at = places.locate(run, console);
        var trusted = KeysCommand.trusted(console, given);
        var examined = new Audit(console, at).result(Audit.Terms.now(trusted, unsigned)).examined();
        console.answer(places.json ? examined.json() : examined.text());
        return examined.standing().stands() ? 0 : Failure.NO;
    }
}
