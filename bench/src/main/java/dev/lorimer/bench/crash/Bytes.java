package dev.lorimer.bench.crash;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// The content of a file that is written here and there. What lies between is zero.
final class Bytes {
    private byte[] array;
    private int size;

    Bytes() {
        this(new byte[0]);
    }

    private Bytes(byte[] array) {
        this.array = array;
        this.size = array.length;
    }

    Bytes copy() {
        return new Bytes(toArray());
    }

    int size() {
        return size;
    }

    byte[] toArray() {
        return Arrays.copyOf(array, size);
    }

    void resize(long wanted) {
        int to = Math.toIntExact(wanted);
        if (to > array.length) {
            array = Arrays.copyOf(array, Math.max(to, array.length * 2));
        }
        if (to < size) {
            Arrays.fill(array, to, size, (byte) 0);
        }
        size = to;
    }

    void write(Deed.Write write) {
        write(write, 0, write.bytes().remaining());
    }

    /// Writes only the part from `from` to `to` of what was to be written.
    void write(Deed.Write write, int from, int to) {
        int at = Math.toIntExact(write.offset()) + from;
        if (at + (to - from) > size) {
            resize(at + (to - from));
        }
        ByteBuffer bytes = write.bytes();
        bytes.get(bytes.position() + from, array, at, to - from);
    }

    /// Lengthens the file by what lay on the disk before: anything.
    void lengthen(int wanted, RandomGenerator random) {
        int from = size;
        if (wanted <= from) {
            return;
        }
        resize(wanted);
        var garbage = new byte[wanted - from];
        random.nextBytes(garbage);
        System.arraycopy(garbage, 0, array, from, garbage.length);
    }
}
