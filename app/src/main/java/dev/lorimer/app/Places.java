package dev.lorimer.app;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.RunId;
import dev.lorimer.store.SqliteJournal;
import dev.lorimer.workspace.Origin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a command works: the options that every command shares.
final class Places {
    @Option(
            names = "--workspace",
            paramLabel = "DIR",
            description = "Repository or folder to work on; default: the current folder.")
    @Nullable Path workspace;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Where state lives; default: .lorimer/ of the repository.")
    @Nullable Path home;

    @Option(names = "--json", description = "Print the answer as JSON.")
    boolean json;

    Path directory(Console console) {
        var given = workspace == null ? console.directory() : console.directory().resolve(workspace);
        if (!Files.isDirectory(given)) {
            throw Failure.usage("workspace \"%s\" is no folder; give --workspace DIR", given);
        }
        return given.normalize();
    }

    Home home(Console console) {
        return home == null
                ? Home.of(Origin.at(directory(console)), console)
                : new Home(console.directory().resolve(home).normalize());
    }

    Journal journal(Home at, Console console) {
        return SqliteJournal.open(at.folder(), Natives.folder(console));
    }

    /// The home that knows a run: the one of this place first, then those of earlier commands.
    Located locate(String name, Console console) {
        var own = home(console);
        var candidates =
                home != null
                        ? List.of(own)
                        : Stream.concat(
                                        Stream.of(own.folder()),
                                        Home.known(console).reversed().stream())
                                .distinct()
                                .map(Home::new)
                                .toList();
        for (var candidate : candidates) {
            var found = find(candidate, name, console);
            if (found.isPresent()) {
                return new Located(candidate, found.get());
            }
        }
        throw Failure.usage(
                "no run \"%s\" in %s; lorimer runs lists them, --home DIR names another place",
                name, own.folder());
    }

    record Located(Home home, RunId run) {}

    private Optional<RunId> find(Home at, String name, Console console) {
        if (Files.notExists(at.folder().resolve("journal.db"))) {
            return Optional.empty();
        }
        try (var journal = journal(at, console)) {
            var all = journal.runs(Integer.MAX_VALUE).stream().map(Journal.Head::run).toList();
            var exact = all.stream().filter(run -> run.value().equals(name)).findFirst();
            if (exact.isPresent()) {
                return exact;
            }
            var starting = all.stream().filter(run -> run.value().startsWith(name)).toList();
            if (starting.size() > 1) {
                throw Failure.usage(
                        "\"%s\" fits %d runs (%s, %s …); give more of the name",
                        name, starting.size(), starting.get(0), starting.get(1));
            }
            return starting.stream().findFirst();
        }
    }
}
