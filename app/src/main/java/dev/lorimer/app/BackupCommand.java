package dev.lorimer.app;

import dev.lorimer.store.SqliteJournal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Copies the journal while runs go on.
@Command(
        name = "backup",
        description = "Copies the journal to a folder, also while runs go on.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The copy is a journal of its own: look at it with --home FOLDER. To go back to it, stop all",
            "workers and put its journal.db in the place of the old journal.db and its companions.",
            "",
            "Example:",
            "  lorimer backup /backup/2026-11-23"
        })
final class BackupCommand implements Callable<Integer> {
    private final Console console;
    @Mixin final Places places = new Places();

    @Parameters(paramLabel = "FOLDER", description = "Where to; must be empty or not there yet.")
    Path target = Path.of("");

    BackupCommand(Console console) {
        this.console = console;
    }

    /// As scripts see it.
    record Copied(String folder) {}

    @Override
    public Integer call() {
        var home = places.serving(console);
        if (!Places.hasJournal(home)) {
            throw Failure.usage("there is no journal in %s; nothing was copied", home.path());
        }
        var folder = console.directory().resolve(target).normalize();
        try (var journal = SqliteJournal.open(home.path(), Natives.folder(console))) {
            journal.backup(folder);
        }
        console.answer(
                places.json
                        ? Json.text(new Copied(folder.toString()))
                        : "copied to %s\n".formatted(folder));
        return 0;
    }
}
