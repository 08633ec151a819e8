package dev.lorimer.govern.source;

import dev.lorimer.govern.decision.Language;
import dev.lorimer.govern.tree.Tree;
import dev.lorimer.govern.tree.TreeEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Reads the facts of one tree's files, each once, and no file whose facts are known. Not for
/// several threads.
public final class FactReader {
    private final FactIndex index;
    private final Tree tree;
    private final boolean fragments;
    private final boolean ahead;
    private final Supplier<Layout> layout;
    private final Map<String, Reading> readings = new HashMap<>();
    private Optional<Universe> universe = Optional.empty();

    /// @param layout of the tree; asked once, and only when a file has to be understood
    FactReader(FactIndex index, Tree tree, boolean fragments, Supplier<Layout> layout) {
        this(index, tree, fragments, false, layout);
    }

    /// @param ahead whether somebody else will read the tree again and judge it: only then is it
    ///   noted which file asks about which, since a judge forgets that between two trees
    FactReader(
            FactIndex index, Tree tree, boolean fragments, boolean ahead, Supplier<Layout> layout) {
        this.ahead = ahead;
        this.index = index;
        this.tree = tree;
        this.fragments = fragments;
        this.layout = layout;
    }

    public boolean understands(String path) {
        return index.understands(path);
    }

    /// What a file says, when that is known already or can be without its text.
    public Optional<Reading> known(String path) {
        return Optional.ofNullable(readings.get(path)).or(() -> remembered(path));
    }

    /// The package that a Java file declares at its head; empty when there is no text.
    public Optional<String> packageOf(String path, Function<String, Optional<String>> text) {
        var blob = tree.entry(path).map(TreeEntry::blob);
        var known = blob.flatMap(index.glimpses()::packageName);
        if (known.isPresent()) {
            return known;
        }
        var found = text.apply(path).map(ImportScan::packageName);
        found.ifPresent(name -> blob.ifPresent(id -> index.glimpses().packageIs(id, name)));
        return found;
    }

    /// Reads many files at once, which is much faster than one by one.
    ///
    /// @param paths of files that [#understands] says yes to
    /// @param text of a path; empty when it can't be read
    public void prepare(Collection<String> paths, Function<String, Optional<String>> text) {
        var java = new ArrayList<Source>();
        for (var path : paths) {
            if (known(path).isPresent()) {
                continue;
            }
            var language = Language.of(path).orElseThrow();
            var source = text.apply(path).map(found -> new Source(path, found));
            if (source.isPresent() && language == Language.JAVA) {
                java.add(source.get());
            } else if (source.isPresent()) {
                keep(path, other(language, source.get()));
            }
        }
        java(java);
    }

    private void java(List<Source> sources) {
        if (sources.isEmpty()) {
            return;
        }
        var read = new JavaReader(universe(), fragments).read(sources);
        for (int i = 0; i < sources.size(); i++) {
            keep(sources.get(i).path(), read.get(i));
        }
    }

    private Reading other(Language language, Source source) {
        return new Reading(index.tongues().read(language, source), List.of());
    }

    private void keep(String path, Reading reading) {
        learn(path, reading);
        tree.entry(path).ifPresent(entry -> index.keep(path, entry.blob(), fragments, reading));
    }

    private Optional<Reading> remembered(String path) {
        var found =
                tree.entry(path)
                        .flatMap(entry -> index.find(path, entry.blob(), fragments, universe()));
        found.ifPresent(reading -> learn(path, reading));
        return found;
    }

    private void learn(String path, Reading reading) {
        readings.put(path, reading);
        if (!ahead) {
            index.watch().add(path, reading.lookups());
        }
    }

    private Universe universe() {
        if (universe.isEmpty()) {
            universe = Optional.of(new Universe(tree, layout.get(), index.glimpses(), index.jdk()));
        }
        return universe.get();
    }
}
