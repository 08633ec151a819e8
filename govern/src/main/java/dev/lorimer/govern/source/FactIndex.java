package dev.lorimer.govern.source;

import dev.lorimer.govern.decision.Language;
import dev.lorimer.govern.tree.Sha256;
import dev.lorimer.govern.tree.Tree;
import dev.lorimer.govern.tree.TreeChange;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Remembers the facts of files by the hashes of their contents, so that only changed files are
/// read: in memory, and in a store that outlives the process. Whether it remembers something or not
/// never changes a verdict. Safe for use by several threads.
public final class FactIndex {
    /// 500,000 facts take some 60 MB: those of 5,000 files of usual size.
    private static final long WEIGHT_MAX = 500_000;

    /// Facts of a file are some 5 KB; a value far above comes from a generated giant, which is
    /// rarely looked at twice.
    private static final int VALUE_BYTES_MAX = 1 << 20;

    /// 4 trees: a base, and the last states of what grows from it. Each takes some 2 MB for 20,000
    /// files.
    private static final int LAYOUTS_MAX = 4;

    private final Tongues tongues;
    private final FactStore store;
    private final String engine;
    private final Map<Key, Reading> kept = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<String, Layout> layouts =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Layout> eldest) {
                    return size() > LAYOUTS_MAX;
                }
            };
    private final Glimpses glimpses = new Glimpses();
    private final Watch watch = new Watch();
    private final Jdk jdk = new Jdk();
    private long weight;

    /// One file's content in its place. The place counts too: names are looked up from there.
    private record Key(String path, String blob, boolean fragment) {}

    public FactIndex(Tongues tongues, FactStore store) {
        this.tongues = tongues;
        this.store = store;
        engine = engine(tongues);
    }

    /// Remembers nothing beyond the process, and reads Java only.
    public static FactIndex plain() {
        return new FactIndex(Tongues.none(), FactStore.none());
    }

    /// What all facts depend on beside the files: this reader, the running Java whose parser and
    /// types are used, the other parsers. A hash in hexadecimal digits.
    public static String engine(Tongues tongues) {
        return new Sha256()
                .add(FactCodec.VERSION)
                .add(Runtime.version().toString())
                .add(tongues.engine())
                .hex();
    }

    public Tongues tongues() {
        return tongues;
    }

    /// Whether facts can be read from files of that name.
    public boolean understands(String path) {
        var language = Language.of(path);
        return language.filter(one -> one == Language.JAVA || tongues.languages().contains(one))
                .isPresent();
    }

    /// Reads the files of one tree.
    ///
    /// @param fragments whether the files are examples, which may lack their imports
    public FactReader of(Tree tree, boolean fragments) {
        return new FactReader(this, tree, fragments, () -> layout(tree));
    }

    /// Reads the files of the tree after a change, which is much like the one before it.
    public FactReader after(TreeChange change, boolean fragments) {
        return new FactReader(this, change.after(), fragments, () -> layout(change));
    }

    private synchronized Layout layout(Tree tree) {
        return layouts.computeIfAbsent(tree.id(), _ -> Layout.of(tree));
    }

    private synchronized Layout layout(TreeChange change) {
        var known = Optional.ofNullable(layouts.get(change.after().id()));
        var layout = known.orElseGet(() -> layout(change.before()).after(change));
        layouts.put(change.after().id(), layout);
        return layout;
    }

    /// The files that a change did not touch, but that may be read in another way since.
    public Set<String> dependents(TreeChange change) {
        return watch.dependents(change);
    }

    /// Counts how often [#dependents] forgot what it knew. Whoever remembers anything that hangs on
    /// it has to look anew in every era.
    public int era() {
        return watch.era();
    }

    Watch watch() {
        return watch;
    }

    Jdk jdk() {
        return jdk;
    }

    Glimpses glimpses() {
        return glimpses;
    }

    /// Writes to the store what is new.
    public void flush() {
        store.flush();
    }

    /// What is known of a file, if nothing has changed that it depends on.
    Optional<Reading> find(String path, String blob, boolean fragment, Universe universe) {
        var key = new Key(path, blob, fragment);
        var known = inMemory(key);
        if (known.isEmpty() && !fragment && store.remembers()) {
            known = store.find(name(key)).flatMap(FactCodec::reading);
            known.ifPresent(reading -> remember(key, reading));
        }
        return known.filter(reading -> holds(reading, universe));
    }

    void keep(String path, String blob, boolean fragment, Reading reading) {
        var key = new Key(path, blob, fragment);
        remember(key, reading);
        // Examples are tiny, and read once in the life of a process. A parser that breaks down
        // today
        // may work tomorrow.
        boolean lasting = store.remembers() && !fragment && reading.facts().fault().isEmpty();
        if (lasting) {
            var bytes = FactCodec.bytes(reading);
            if (bytes.length <= VALUE_BYTES_MAX) {
                store.keep(name(key), bytes);
            }
        }
    }

    private static boolean holds(Reading reading, Universe universe) {
        for (var lookup : reading.lookups()) {
            if (!lookup.holds(universe)) {
                return false;
            }
        }
        return true;
    }

    private synchronized Optional<Reading> inMemory(Key key) {
        return Optional.ofNullable(kept.get(key));
    }

    private synchronized void remember(Key key, Reading reading) {
        var old = Optional.ofNullable(kept.put(key, reading));
        weight += weight(reading) - old.map(FactIndex::weight).orElse(0L);
        var oldest = kept.entrySet().iterator();
        while (weight > WEIGHT_MAX && oldest.hasNext()) {
            weight -= weight(oldest.next().getValue());
            oldest.remove();
        }
    }

    private static long weight(Reading reading) {
        var facts = reading.facts();
        return 10L
                + facts.uses().size()
                + facts.calls().size()
                + facts.marks().size()
                + facts.literals().size()
                + reading.lookups().size();
    }

    private String name(Key key) {
        return new Sha256().add(engine).add(key.path()).add(key.blob()).hex();
    }
}
