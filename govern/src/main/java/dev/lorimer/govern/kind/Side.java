package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Language;
import dev.lorimer.govern.decision.NamePattern;
import dev.lorimer.govern.kind.JavaSketch.TypeSketch;
import dev.lorimer.govern.source.FactReader;
import dev.lorimer.govern.source.Facts;
import dev.lorimer.govern.source.Folders;
import dev.lorimer.govern.source.ImportScan;
import dev.lorimer.govern.source.Reading;
import dev.lorimer.govern.source.Source;
import dev.lorimer.govern.tree.Content;
import dev.lorimer.govern.tree.Tree;
import dev.lorimer.govern.tree.TreeEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// One tree of a change, with what has been read and understood of it. Not for several threads.
public final class Side {
    /// 64 MiB of contents are kept: a change of some 8,000 files of usual size is read once.
    private static final long KEPT_BYTES_MAX = 64L << 20;

    private final Tree tree;
    private final FactReader reader;
    private final Sketches sketches;
    private final Poms poms;
    private final Map<String, Content> contents = new HashMap<>();
    private final Map<String, String> packages = new HashMap<>();
    private final Map<String, List<String>> pathsByName = new HashMap<>();
    private Optional<Set<String>> oddities = Optional.empty();
    private long keptBytes;
    private final Map<List<NamePattern>, FilterMap> filters = new HashMap<>();

    Side(Tree tree, FactReader reader, Recollection memory) {
        this.tree = tree;
        sketches = memory.sketches();
        poms = memory.poms();
        this.reader = reader;
    }

    Tree tree() {
        return tree;
    }

    /// The content of a plain file; of anything else, the reason why it has none.
    Content content(String path) {
        var known = contents.get(path);
        if (known != null) {
            return known;
        }
        var entry = tree.entry(path);
        var read =
                entry.isPresent() && !entry.get().isFile()
                        ? new Content.Unreadable(
                                entry.get().isLink()
                                        ? "it is a symbolic link"
                                        : "it is a commit of another repository")
                        : tree.content(path);
        keep(path, read);
        return read;
    }

    /// The paths that are no plain files: links, and commits of other repositories.
    Set<String> oddities() {
        if (oddities.isEmpty()) {
            oddities =
                    Optional.of(
                            tree.files().entrySet().stream()
                                    .filter(entry -> !entry.getValue().isFile())
                                    .map(Map.Entry::getKey)
                                    .collect(Collectors.toCollection(TreeSet::new)));
        }
        return oddities.get();
    }

    /// The paths that are so called.
    Set<String> named(Predicate<String> wanted) {
        return tree.files().keySet().stream()
                .filter(wanted)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Remembers a content that was read in bulk.
    void keep(String path, Content content) {
        long size = content instanceof Content.Bytes found ? found.bytes().length : 0;
        if (keptBytes + size <= KEPT_BYTES_MAX) {
            keptBytes += size;
            contents.put(path, content);
        }
    }

    /// The text of a file that can be read.
    Optional<String> text(String path) {
        return content(path) instanceof Content.Bytes found
                ? Optional.of(Source.of(path, found.bytes()).text())
                : Optional.empty();
    }

    /// Whether a parser here reads files of that name.
    boolean understands(String path) {
        return reader.understands(path);
    }

    /// Reads the facts of many files at once, which is much faster than one by one.
    void prepare(Collection<String> paths) {
        reader.prepare(paths.stream().filter(reader::understands).toList(), this::text);
    }

    /// The facts of a file that a parser here reads; empty when its content can't be read.
    Optional<Facts> facts(String path) {
        return reading(path).map(Reading::facts);
    }

    /// The same for a file that was read before, as far as that is remembered.
    Optional<Reading> known(String path) {
        return reader.known(path);
    }

    /// The same, with what had to be known of other files.
    Optional<Reading> reading(String path) {
        prepare(List.of(path));
        return reader.known(path);
    }

    /// The types that a Java file declares.
    List<TypeSketch> types(String path) {
        return tree.entry(path)
                .map(entry -> sketches.of(path, entry.blob(), () -> text(path).orElse("")))
                .orElse(List.of());
    }

    /// What a plain file says when it is read as a Maven build file; empty when it can't be read.
    Optional<Poms.Read> pom(String path) {
        return tree.entry(path)
                .filter(TreeEntry::isFile)
                .flatMap(entry ->
                        content(path) instanceof Content.Bytes found
                                ? Optional.of(poms.of(entry.blob(), found.bytes()))
                                : Optional.empty());
    }

    /// The paths that end in that name.
    List<String> pathsOf(String name) {
        if (pathsByName.isEmpty()) {
            for (var path : tree.files().keySet()) {
                pathsByName
                        .computeIfAbsent(
                                path.substring(path.lastIndexOf('/') + 1), _ -> new ArrayList<>(1))
                        .add(path);
            }
        }
        return pathsByName.getOrDefault(name, List.of());
    }

    /// Where these filters are registered.
    FilterMap filters(List<NamePattern> wanted) {
        var known = filters.get(wanted);
        if (known == null) {
            known = FilterMap.of(this, wanted);
            filters.put(wanted, known);
        }
        return known;
    }

    /// The package that a source file declares; in languages without that, the folders below the
    /// source root.
    String packageOf(String path) {
        var known = packages.get(path);
        if (known == null) {
            known = declaredPackage(path);
            packages.put(path, known);
        }
        return known;
    }

    private String declaredPackage(String path) {
        return switch (Language.of(path).orElse(Language.MARKDOWN)) {
            case JAVA -> reader.packageOf(path, this::text).orElseGet(() -> folders(path));
            case KOTLIN, GROOVY, SCALA ->
                    text(path)
                            .map(text -> ImportScan.of(text).packageName())
                            .orElseGet(() -> folders(path));
            case CLOJURE,
                    PYTHON,
                    JAVASCRIPT,
                    TYPESCRIPT,
                    GO,
                    RUST,
                    RUBY,
                    PHP,
                    SWIFT,
                    DART,
                    C,
                    CPP,
                    CSHARP,
                    SHELL,
                    SQL,
                    XML,
                    YAML,
                    JSON,
                    TOML,
                    PROPERTIES,
                    MARKDOWN,
                    HTML,
                    CSS,
                    PROTOBUF,
                    TERRAFORM ->
                    folders(path);
        };
    }

    /// The folders of a path as a dotted name, without those up to a usual source root.
    static String folders(String path) {
        return Folders.packageOf(path);
    }
}
