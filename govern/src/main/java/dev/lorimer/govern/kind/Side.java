package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Language;
import dev.lorimer.govern.decision.NamePattern;
import dev.lorimer.govern.source.Facts;
import dev.lorimer.govern.source.ImportScan;
import dev.lorimer.govern.source.JavaReader;
import dev.lorimer.govern.source.Source;
import dev.lorimer.govern.source.Universe;
import dev.lorimer.govern.tree.Content;
import dev.lorimer.govern.tree.Tree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// One tree of a change, with what has been read and understood of it. Not for several threads.
public final class Side {
    /// 64 MiB of contents are kept: a change of some 8,000 files of usual size is read once.
    private static final long KEPT_BYTES_MAX = 64L << 20;

    private final Tree tree;
    private final boolean fragments;
    private final Map<String, Content> contents = new HashMap<>();
    private final Map<String, Facts> facts = new HashMap<>();
    private long keptBytes;
    private Optional<JavaReader> reader = Optional.empty();
    private final Map<List<NamePattern>, FilterMap> filters = new HashMap<>();

    Side(Tree tree, boolean fragments) {
        this.tree = tree;
        this.fragments = fragments;
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

    /// Reads the facts of many Java files at once, which is much faster than one by one.
    void prepare(Collection<String> paths) {
        var missing = new ArrayList<Source>();
        for (var path : paths) {
            if (!facts.containsKey(path)) {
                text(path).ifPresent(text -> missing.add(new Source(path, text)));
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        if (reader.isEmpty()) {
            reader = Optional.of(new JavaReader(new Universe(tree), fragments));
        }
        var read = reader.get().read(missing);
        for (int i = 0; i < missing.size(); i++) {
            facts.put(missing.get(i).path(), read.get(i));
        }
    }

    /// The facts of a Java file that can be read.
    Facts facts(String path) {
        prepare(List.of(path));
        return Objects.requireNonNull(facts.get(path), "facts of a file without text");
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
        return switch (Language.of(path).orElse(Language.MARKDOWN)) {
            case JAVA ->
                    Optional.ofNullable(facts.get(path))
                            .map(Facts::packageName)
                            .or(() -> text(path).map(text -> ImportScan.java(text).packageName()))
                            .orElseGet(() -> folders(path));
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
        var names = List.of(path.split("/", -1));
        int start = 0;
        for (int i = 0; i + 1 < names.size(); i++) {
            if (names.get(i).equals("src")) {
                boolean maven =
                        i + 2 < names.size() - 1
                                && List.of("main", "test").contains(names.get(i + 1));
                start = maven ? i + 3 : i + 1;
            }
        }
        return String.join(".", names.subList(Math.min(start, names.size() - 1), names.size() - 1));
    }
}
