package dev.lorimer.app;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import dev.lorimer.store.SqliteJournal;
import dev.lorimer.workspace.Home;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/// Where a command works: the options that every command shares.
final class Places {
    private static final String WORKSPACE =
            "Repository or folder to work on; default: the current folder.";
    private static final String HOME = "Where state lives; default: .lorimer/ of the repository.";
    private static final String JSON = "Print the answer as JSON.";

    @Option(names = "--workspace", paramLabel = "DIR", description = WORKSPACE)
    @Nullable Path workspace;

    @Option(names = "--home", paramLabel = "DIR", description = HOME)
    @Nullable Path home;

    @Option(names = "--json", description = JSON)
    boolean json;

    /// The same options for a command that is described without annotations.
    void addTo(CommandSpec spec) {
        spec.addOption(folder("--workspace", WORKSPACE, value -> workspace = value));
        spec.addOption(folder("--home", HOME, value -> home = value));
        spec.addOption(
                OptionSpec.builder("--json")
                        .type(boolean.class)
                        .description(JSON)
                        .setter(setter((Boolean value) -> json = value))
                        .build());
    }

    private static OptionSpec folder(String name, String description, Consumer<Path> setter) {
        return OptionSpec.builder(name)
                .paramLabel("DIR")
                .type(Path.class)
                .description(description)
                .setter(setter(setter))
                .build();
    }

    /// picocli resets options by setting null; what is left alone keeps its default.
    static <T> ISetter setter(Consumer<T> consumer) {
        return new ISetter() {
            @Override
            @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
            public <V> V set(V value) {
                if (value != null) {
                    consumer.accept((T) value);
                }
                return value;
            }
        };
    }

    Path directory(Console console) {
        var given =
                workspace == null ? console.directory() : console.directory().resolve(workspace);
        if (!Files.isDirectory(given)) {
            throw Failure.usage("workspace \"%s\" is no folder; give --workspace DIR", given);
        }
        return given.normalize();
    }

    /// What `--home` says.
    Optional<Home> given(Console console) {
        return Optional.ofNullable(home)
                .map(path -> new Home(console.directory().resolve(path).normalize()));
    }

    /// The home to look into.
    Home serving(Console console) {
        return given(console).orElseGet(() -> new Homes(console).serving(directory(console)));
    }

    static boolean hasJournal(Home at) {
        return Files.exists(at.path().resolve("journal.db"));
    }

    static Journal journal(Home at, Console console) {
        return SqliteJournal.open(at.path(), Natives.folder(console));
    }

    /// The runs whose task is recorded. A process that died before that has left a name and nothing
    /// to go on with; nobody was told of it.
    static Stream<Journal.Head> recorded(Journal journal, int limit) {
        return journal.runs(limit).stream().filter(head -> head.entries() > 0);
    }

    /// The home that knows a run: the one of this place first, then those of earlier commands.
    Located locate(String name, Console console) {
        var own = serving(console);
        var others = home == null ? new Homes(console).known().reversed() : List.<Path>of();
        return Stream.concat(Stream.of(own.path()), others.stream())
                .distinct()
                .map(Home::new)
                .filter(Places::hasJournal)
                .flatMap(at -> found(at, own, name, console).stream())
                .findFirst()
                .orElseThrow(() ->
                        Failure.usage(
                                "no run \"%s\" in %s; lorimer runs lists them, --home DIR names another place",
                                name, own.path()));
    }

    /// A run and where its state is.
    record Located(Home home, RunId run) {}

    /// A damaged journal somewhere else is no reason not to look further.
    private static Optional<Located> found(Home at, Home own, String name, Console console) {
        try {
            return find(at, name, console);
        } catch (JournalException e) {
            if (at.equals(own)) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private static Optional<Located> find(Home at, String name, Console console) {
        try (var journal = journal(at, console)) {
            var all = recorded(journal, Integer.MAX_VALUE).map(Journal.Head::run).toList();
            var exact = all.stream().filter(run -> run.value().equals(name)).findFirst();
            if (exact.isPresent()) {
                return exact.map(run -> new Located(at, run));
            }
            var starting = all.stream().filter(run -> run.value().startsWith(name)).toList();
            if (starting.size() > 1) {
                throw Failure.usage(
                        "\"%s\" fits %d runs (%s, %s …); give more of the name",
                        name, starting.size(), starting.get(0), starting.get(1));
            }
            return starting.stream().map(run -> new Located(at, run)).findFirst();
        }
    }
}
