package dev.lorimer.models;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Reads a body line by line. Lines end with LF, CR or CRLF, wherever the network cuts them; each
/// line is decoded strictly, once it is whole.
final class BodyLines {
    /// Largest line and largest event. The largest recorded event has 0.2 MB (a fetched page); 4 MB
    /// leaves room for a whole file in one tool call, and one line can not fill the heap.
    static final int LINE_BYTES_MAX = 4 * 1024 * 1024;

    private static final int BUFFER_BYTES = 8 * 1024;

    private final InputStream bytes;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;

    /// A CR has ended the last line; an LF right after it belongs to the same line end.
    private boolean afterCr;

    private boolean first = true;

    BodyLines(InputStream bytes) {
        this.bytes = bytes;
    }

    /// One line.
    ///
    /// @param ended false when the body ended inside the line
    record Read(String text, boolean ended) {}

    /// The next line, or empty at the end of the body. Blocks for bytes, but not for more of them
    /// than the line needs.
    ///
    /// @throws BrokenReply when the line is no UTF-8, or is too large
    Optional<Read> next() throws IOException {
        var line = new ByteArrayOutputStream();
        while (true) {
            if (position == limit && !fill()) {
                return line.size() == 0 ? Optional.empty() : Optional.of(decoded(line, false));
            }
            if (afterCr) {
                afterCr = false;
                if (buffer[position] == '\n') {
                    position++;
                    continue;
                }
            }
            int start = position;
            while (position < limit && buffer[position] != '\n' && buffer[position] != '\r') {
                position++;
            }
            line.write(buffer, start, position - start);
            checkSize(line.size());
            if (position < limit) {
                afterCr = buffer[position++] == '\r';
                return Optional.of(decoded(line, true));
            }
        }
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, bytes.read(buffer));
        return limit > 0;
    }

    private Read decoded(ByteArrayOutputStream line, boolean ended) {
        byte[] read = line.toByteArray();
        String text = ended ? StrictText.line(read) : StrictText.utf8(read);
        if (first) {
            first = false;
            // A byte order mark is no part of the first line.
            text = text.startsWith("\uFEFF") ? text.substring(1) : text;
        }
        return new Read(text, ended);
    }

    /// @throws BrokenReply when a line or event of that size is too large
    static void checkSize(int size) {
        if (size > LINE_BYTES_MAX) {
            throw BrokenReply.malformed("a line or event of the stream is larger than 4 MB");
        }
    }
}
