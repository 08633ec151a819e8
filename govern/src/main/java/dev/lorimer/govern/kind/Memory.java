package dev.lorimer.govern.kind;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/// What was read of contents, by their hashes, so that each is read once; what nobody has asked for
/// longest is forgotten first. Safe for use by several threads.
final class Memory<K, V> {
    private final int weightMax;
    private final ToIntFunction<V> weight;
    private final Map<K, V> known = new LinkedHashMap<>(64, 0.75f, true);
    private int all;

    /// @param weight of one value, at least 1
    /// @param weightMax of all values together
    Memory(ToIntFunction<V> weight, int weightMax) {
        this.weight = weight;
        this.weightMax = weightMax;
    }

    V of(K key, Supplier<V> read) {
        synchronized (this) {
            var found = known.get(key);
            if (found != null) {
                return found;
            }
        }
        var value = read.get();
        keep(key, value);
        return value;
    }

    private synchronized void keep(K key, V value) {
        if (known.putIfAbsent(key, value) == null) {
            all += weight.applyAsInt(value);
        }
        var oldest = known.values().iterator();
        while (all > weightMax && oldest.hasNext()) {
            all -= weight.applyAsInt(oldest.next());
            oldest.remove();
        }
    }
}
