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
    int number(String name) {
        return number(name.getBytes(StandardCharsets.UTF_8));
    }

    private int number(byte[] name) {
        int slot = slot(name);
        if (slots[slot] == 0) {
            add(name);
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
        return slots[slot(name.getBytes(StandardCharsets.UTF_8))] - 1;
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

    private int slot(byte[] name) {
        int slot = spread(Arrays.hashCode(name)) & (slots.length - 1);
        while (slots[slot] != 0 && !is(slots[slot] - 1, name)) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private static int spread(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ (mixed >>> 15);
    }

    private boolean is(int number, byte[] name) {
        return Arrays.equals(text, starts[number], starts[number + 1], name, 0, name.length);
    }

    private void add(byte[] name) {
        int end = starts[size] + name.length;
        if (end > text.length) {
            text = Arrays.copyOf(text, Math.max(end, text.length + (text.length >> 1)));
        }
        if (size + 2 > starts.length) {
            starts = Arrays.copyOf(starts, starts.length + (starts.length >> 1));
        }
        System.arraycopy(name, 0, text, starts[size], name.length);
        size++;
        starts[size] = end;
    }

    private void grow() {
        slots = new int[slots.length * 2];
        for (int number = 0; number < size; number++) {
            int slot =
                    spread(Arrays.hashCode(
                                    Arrays.copyOfRange(text, starts[number], starts[number + 1])))
                            & (slots.length - 1);
            while (slots[slot] != 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = number + 1;
        }
    }
}
