package dev.lorimer.govern.source;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Reads what a [PooledPen] wrote.
class PooledSpectacles {
    private final byte[] bytes;
    private final List<Optional<Object>> read = new ArrayList<>();
    private int at;

    PooledSpectacles(byte[] bytes) {
        this.bytes = bytes;
    }

    final boolean atEnd() {
        return at == bytes.length;
    }

    /// A thing that was read before, or the next one.
    ///
    /// @throws IllegalArgumentException when the bytes were not written by a pen
    final <T> T pooled(Class<T> type, Supplier<T> next) {
        int number = number();
        if (number == 0) {
            int place = read.size();
            read.add(Optional.empty());
            var thing = next.get();
            read.set(place, Optional.of(thing));
            return thing;
        }
        return read.get(number - 1)
                .filter(type::isInstance)
                .map(type::cast)
                .orElseThrow(() -> new IllegalArgumentException("not what stands there"));
    }

    final String text() {
        return pooled(
                String.class,
                () -> {
                    int length = number();
                    if (length < 0 || length > bytes.length - at) {
                        throw new IllegalArgumentException("a text longer than all");
                    }
                    var text = new String(bytes, at, length, StandardCharsets.UTF_8);
                    at += length;
                    return text;
                });
    }

    final boolean flag() {
        return number() != 0;
    }

    final <T> List<T> list(Supplier<T> each) {
        int size = number();
        if (size < 0 || size > bytes.length) {
            throw new IllegalArgumentException("a list longer than all");
        }
        var all = new ArrayList<T>(size);
        for (int i = 0; i < size; i++) {
            all.add(each.get());
        }
        return List.copyOf(all);
    }

    final int number() {
        int number = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int next = bytes[at++];
            number |= (next & 0x7f) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw new IllegalArgumentException("a number longer than any");
    }
}
