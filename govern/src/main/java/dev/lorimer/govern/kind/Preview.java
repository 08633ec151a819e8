package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Constraint;
import dev.lorimer.govern.kind.Inventory.Sifter;
import dev.lorimer.govern.source.Outrider;
import dev.lorimer.govern.tree.Content;
import dev.lorimer.govern.tree.FileChange;
import dev.lorimer.govern.tree.Tree;
import dev.lorimer.govern.tree.TreeChange;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Reads of the trees of a history what constraints will ask for when they are judged, so that it
/// is known by then. What it reads, or fails to, makes no difference to any finding. Not for
/// several threads, but beside the one that judges.
public final class Preview {
    /// So many files are read at once: their syntax trees take some 15 MB.
    private static final int BATCH = 32;

    private final Desk desk;
    private final Outrider outrider;
    private final Sifter sifter;
    private final List<FileCheck> checks;

    /// @param start the tree that the first change starts from
    public Preview(Desk desk, List<Constraint> asked, Tree start) {
        this.desk = desk;
        outrider = new Outrider(desk.index(), start);
        sifter = Sifter.of(asked);
        checks =
                IntStream.range(0, asked.size())
                        .mapToObj(i -> new FileCheck(asked.get(i), sifter.subjects().get(i)))
                        .toList();
    }

    /// Goes on to the tree after a change, and reads it.
    ///
    /// @param bytesMax of contents to read; 0 to go on without reading
    /// @return how many bytes the contents read have
    public long next(TreeChange change, long bytesMax) {
        var reader = outrider.next(change);
        if (bytesMax <= 0) {
            return 0;
        }
        var side = new Side(change.after(), reader, desk.recollection());
        var inventory = new Inventory(sifter.constraints(), sifter);
        var wanted = new ArrayList<String>();
        long bytes = 0;
        for (var file : change.files()) {
            if (file instanceof FileChange.Deleted || !isWanted(side, inventory, file.path())) {
                continue;
            }
            wanted.add(file.path());
            bytes +=
                    side.content(file.path()) instanceof Content.Bytes found
                            ? found.bytes().length
                            : 0;
            if (wanted.size() == BATCH) {
                side.prepare(wanted);
                wanted.clear();
            }
            if (bytes > bytesMax) {
                break;
            }
        }
        side.prepare(wanted);
        return bytes;
    }

    private boolean isWanted(Side side, Inventory inventory, String path) {
        if (!side.understands(path) || !side.tree().isFile(path)) {
            return false;
        }
        for (int i = 0; i < checks.size(); i++) {
            if (checks.get(i).needsFacts(side, path)
                    && sifter.subjects().get(i).include(side, path)
                    && inventory.mayBreak(sifter.constraints().get(i), side, path)) {
                return true;
            }
        }
        return false;
    }
}
