package dev.lorimer.govern.kind;

import dev.lorimer.govern.kind.JavaSketch.TypeSketch;
import java.util.List;
import java.util.function.Supplier;

/// What Java files declare, each content read once. Safe for use by several threads.
final class Sketches {
    /// 100,000 types with some ten members each take some 100 MB; a file declares one or two.
    private static final int TYPES_MAX = 100_000;

    private final Memory<Key, List<TypeSketch>> known =
            new Memory<>(types -> 1 + types.size(), TYPES_MAX);

    private record Key(String path, String blob) {}

    List<TypeSketch> of(String path, String blob, Supplier<String> text) {
        return known.of(new Key(path, blob), () -> JavaSketch.of(path, text.get()).types());
    }
}
