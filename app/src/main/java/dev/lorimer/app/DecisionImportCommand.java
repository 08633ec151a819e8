package dev.lorimer.app;

import dev.lorimer.govern.author.RefusedException;
import dev.lorimer.govern.author.Written;
import dev.lorimer.govern.importer.ImportedFile;
import dev.lorimer.govern.importer.Importer;
import dev.lorimer.govern.tree.Tree;
import dev.lorimer.run.Timing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Rules of other tools become constraints.
@Command(
        name = "import",
        description = {
            "Turns rules of ArchUnit, import-linter, dependency-cruiser and go-arch-lint into a proposed record for each file.",
            "Says of each rule what became of it; one without an equal is not translated."
        },
        mixinStandardHelpOptions = true)
final class DecisionImportCommand implements Callable<Integer> {
    private final Console console;
    @Mixin final Places places = new Places();

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE|FOLDER",
            description = "Files with rules, or folders to look for them in.")
    List<String> given = new ArrayList<>();

    @Option(names = "--dry-run", description = "Only say what would become of the rules.")
    boolean dry;

    DecisionImportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        var today = LocalDate.ofInstant(Timing.system().clock().instant(), ZoneOffset.UTC);
        return new LawDesk(console)
                .write(
                        places,
                        (law, tree) -> {
                            var files = read(tree);
                            var report = report(files);
                            var records =
                                    files.stream().filter(file -> file.translated() > 0).toList();
                            return dry || records.isEmpty()
                                    ? Written.nothing(report)
                                    : law.createAll(records, today).saying(report);
                        });
    }

    private List<ImportedFile> read(Tree tree) {
        var importer = new Importer(tree);
        var files = new ArrayList<ImportedFile>();
        for (var one : given) {
            var place = inRepository(one);
            var found = importer.ruleFiles(List.of(place));
            if (found.isEmpty()) {
                throw new RefusedException(
                        "\"%s\" holds no rules of ArchUnit, import-linter, dependency-cruiser or go-arch-lint that git would take; name a file with rules"
                                .formatted(one));
            }
            found.stream()
                    .filter(path -> files.stream().noneMatch(file -> file.path().equals(path)))
                    .forEach(path -> importer.read(path).ifPresent(files::add));
        }
        return files;
    }

    /// The path as git writes it, from the root of the repository.
    private String inRepository(String one) {
        try {
            var root = Repositories.git(places.directory(console)).folder().toRealPath();
            var file = places.directory(console).resolve(one).toRealPath();
            if (!file.startsWith(root)) {
                throw new RefusedException(
                        "\"%s\" lies outside of the repository; its names could not be looked up"
                                .formatted(one));
            }
            var names = new ArrayList<String>();
            root.relativize(file).forEach((Path name) -> names.add(name.toString()));
            return String.join("/", names);
        } catch (IOException _) {
            throw new RefusedException("there is no file or folder \"%s\"".formatted(one));
        }
    }

    private static String report(List<ImportedFile> files) {
        var lines = new ArrayList<String>();
        files.forEach(file -> lines.addAll(file.report()));
        long all = files.stream().mapToLong(file -> file.rulings().size()).sum();
        long done = files.stream().mapToLong(ImportedFile::translated).sum();
        lines.add("%s of %s rules translated".formatted(done, all));
        return String.join("\n", lines);
    }
}
