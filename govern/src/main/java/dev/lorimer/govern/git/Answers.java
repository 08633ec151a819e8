package dev.lorimer.govern.git;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// What git writes, taken apart into lines and blocks. Reads in large pieces, which a library
/// stream with its lock around every byte does not do as fast.
final class Answers implements AutoCloseable {
    private final InputStream stream;
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int end;

    Answers(InputStream stream) {
        this.stream = stream;
    }

    /// The next line, without its end.
    ///
    /// @throws EOFException when the stream ends first, or the line is longer than `max`
    String line(int max) throws IOException {
        var line = new StringBuilder();
        for (int next = read(); next != '\n'; next = read()) {
            if (line.length() >= max) {
                throw new EOFException(
                        "git wrote a line of more than %s characters".formatted(max));
            }
            line.append((char) next);
        }
        return line.toString();
    }

    byte[] block(int size) throws IOException {
        var block = new byte[size];
        int filled = 0;
        while (filled < size) {
            fill();
            int taken = Math.min(size - filled, end - at);
            System.arraycopy(buffer, at, block, filled, taken);
            at += taken;
            filled += taken;
        }
        return block;
    }

    void skip(long size) throws IOException {
        long left = size;
        while (left > 0) {
            fill();
            int taken = (int) Math.min(left, end - at);
            at += taken;
            left -= taken;
        }
    }

    int read() throws IOException {
        fill();
        return buffer[at++];
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    /// Afterwards there is at least one byte in the buffer.
    private void fill() throws IOException {
        if (at < end) {
            return;
        }
        int size = stream.read(buffer);
        if (size < 0) {
            throw new EOFException("git closed its output");
        }
        at = 0;
        end = size;
    }
}
