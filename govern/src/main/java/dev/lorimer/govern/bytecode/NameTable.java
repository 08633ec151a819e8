package dev.lorimer.govern.bytecode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Numbers for names. The names lie one behind the other in one array of bytes, which takes a
/// quarter of the memory that as many strings would. Not for several threads while it grows.
final class NameTable {
    private byte[] text = new byte[1 << 12];
    private int[] starts = new int[1 << 8];
    private int[] slots = new int[1 << 10];
    private int size;

    /// The number of a name, from 0 in the order of first use.
    int number(byte[] bytes, int from, int to) {
        int slot = slot(bytes, from, to);
        if (slots[slot] == 0) {
            add(bytes, from, to);
            slots[slot] = size;
            if (size * 2 > slots.length) {
                grow();
            }
            return size - 1;
        }
        return slots[slot] - 1;
    }

    /// The number of a name that may not be there; -1 then.
    int find(String name) {
        var bytes = name.getBytes(StandardCharsets.UTF_8);
        return slots[slot(bytes, 0, bytes.length)] - 1;
    }

    String name(int number) {
        return new String(
                text, starts[number], starts[number + 1] - starts[number], StandardCharsets.UTF_8);
    }

    int size() {
        return size;
    }

    /// Gives back the room that growing needs.
    void trim() {
        text = Arrays.copyOf(text, starts[size]);
        starts = Arrays.copyOf(starts, size + 1);
    }

    private int slot(byte[] bytes, int from, int to) {
        int slot = hash(bytes, from, to) & (slots.length - 1);
        while (slots[slot] != 0 && !is(slots[slot] - 1, bytes, from, to)) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private static int hash(byte[] bytes, int from, int to) {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + bytes[i];
        }
        int mixed = hash * 0x9E3779B9;
        return mixed ^ (mixed >>> 15);
    }

    private boolean is(int number, byte[] bytes, int from, int to) {
        return Arrays.equals(text, starts[number], starts[number + 1], bytes, from, to);
    }

    private void add(byte[] bytes, int from, int to) {
        int end = starts[size] + to - from;
        if (end > text.length) {
            text = Arrays.copyOf(text, Math.max(end, text.length + (text.length >> 1)));
        }
        if (size + 2 > starts.length) {
            starts = Arrays.copyOf(starts, starts.length + (starts.length >> 1));
        }
        System.arraycopy(bytes, from, text, starts[size], to - from);
        size++;
        starts[size] = end;
    }

    private void grow() {
        slots = new int[slots.length * 2];
        for (int number = 0; number < size; number++) {
            int slot = hash(text, starts[number], starts[number + 1]) & (slots.length - 1);
            while (slots[slot] != 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = number + 1;
        }
    }
}
