package dev.lorimer.app;

import dev.lorimer.govern.author.Authoring;
import dev.lorimer.govern.author.RefusedException;
import dev.lorimer.govern.author.Written;
import dev.lorimer.govern.cel.CelExpressions;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.git.GitTree;
import dev.lorimer.govern.git.WorktreeSnapshot;
import dev.lorimer.govern.tree.OverlayTree;
import dev.lorimer.govern.tree.Tree;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/// Writes the law into the working tree: what the authoring side says, as whole files, each put in
/// place at once.
final class LawDesk {
    private final Console console;

    LawDesk(Console console) {
        this.console = console;
    }

    /// Writes what is asked for and says so; exit 0.
    int write(Places places, BiFunction<Authoring, Tree, Written> asked) {
        var git = Repositories.git(places.directory(console));
        try (var snapshot = WorktreeSnapshot.of(git);
                var tree = GitTree.of(snapshot.git(), snapshot.tree())) {
            var now = asOnDisk(tree, git.folder());
            var written = asked.apply(new Authoring(now, new CelExpressions()), now);
            for (var file : written.files().entrySet()) {
                put(git.folder().resolve(file.getKey()), file.getValue(), now, file.getKey());
            }
            answer(places, written);
            return 0;
        } catch (RefusedException refused) {
            throw Failure.usage("%s", refused.getMessage());
        } catch (IOException failure) {
            throw Failure.fault(
                    "the record could not be written: %s; make the folder writable and try again",
                    failure instanceof FileSystemException one && one.getReason() == null
                            ? "no access to " + one.getFile()
                            : failure.getMessage());
        }
    }

    private void answer(Places places, Written written) {
        console.answer(
                places.json
                        ? Json.text(
                                Map.of(
                                        "said",
                                        written.said(),
                                        "files",
                                        List.copyOf(written.files().keySet())))
                        : written.said());
    }

    /// Git may store other line ends than the disk has; what is changed is what is on the disk.
    private static Tree asOnDisk(Tree tree, Path root) throws IOException {
        var bytes = new TreeMap<String, byte[]>();
        for (var path : tree.files().keySet()) {
            var file = root.resolve(path);
            if (DecisionSet.isLaw(path)
                    && tree.isFile(path)
                    && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                bytes.put(path, Files.readAllBytes(file));
            }
        }
        return OverlayTree.of(tree, bytes, List.of());
    }

    private static void put(Path file, byte[] bytes, Tree before, String path) throws IOException {
        Files.createDirectories(file.getParent());
        if (!before.files().containsKey(path)) {
            Files.write(file, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return;
        }
        var beside = Files.createTempFile(file.getParent(), ".record", ".tmp");
        try {
            Files.write(beside, bytes);
            var rights = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            if (rights != null) {
                Files.setPosixFilePermissions(beside, rights.readAttributes().permissions());
            }
            Files.move(
                    beside,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }
}
