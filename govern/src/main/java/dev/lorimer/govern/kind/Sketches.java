package dev.lorimer.govern.kind;

import dev.lorimer.govern.kind.JavaSketch.TypeSketch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// What files declare, by their contents' hashes, so that each is parsed once. Safe for use by
/// several threads.
final class Sketches {
    /// 100,000 types with some ten members each take some 100 MB; a file declares one or two.
    private static final int TYPES_MAX = 100_000;

    private final Map<Key, List<TypeSketch>> known = new LinkedHashMap<>(64, 0.75f, true);
    private int types;

    private record Key(String path, String blob) {}

    List<TypeSketch> of(String path, String blob, Supplier<String> text) {
        var key = new Key(path, blob);
        synchronized (this) {
            var found = known.get(key);
            if (found != null) {
                return found;
            }
        }
        var read = JavaSketch.of(path, text.get()).types();
        keep(key, read);
        return read;
    }

    private synchronized void keep(Key key, List<TypeSketch> read) {
        if (known.putIfAbsent(key, read) == null) {
            types += 1 + read.size();
        }
        var oldest = known.values().iterator();
        while (types > TYPES_MAX && oldest.hasNext()) {
            types -= 1 + oldest.next().size();
            oldest.remove();
        }
    }
}
