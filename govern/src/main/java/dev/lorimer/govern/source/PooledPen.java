package dev.lorimer.govern.source;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Writes numbers and texts; what was written before is written as its number in the order of first
/// use.
class PooledPen {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Map<Object, Integer> written = new HashMap<>();

    /// Writes the number of a thing.
    ///
    /// @return whether it is met for the first time, so that the thing itself has to follow
    final boolean isNew(Object thing) {
        // A thing is numbered before what it is made of, as the reader does.
        var known = written.get(thing);
        if (known != null) {
            number(known + 1);
            return false;
        }
        number(0);
        written.put(thing, written.size());
        return true;
    }

    final void text(String text) {
        if (isNew(text)) {
            var utf8 = text.getBytes(StandardCharsets.UTF_8);
            number(utf8.length);
            bytes.writeBytes(utf8);
        }
    }

    final void flag(boolean flag) {
        number(flag ? 1 : 0);
    }

    final <T> void list(List<T> all, Consumer<T> each) {
        number(all.size());
        all.forEach(each);
    }

    /// Seven bits a byte, the lowest first.
    final void number(int number) {
        int rest = number;
        while ((rest & ~0x7f) != 0) {
            bytes.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        bytes.write(rest);
    }
}
