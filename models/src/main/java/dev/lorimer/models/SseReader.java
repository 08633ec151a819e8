package dev.lorimer.models;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Reads an event stream (WHATWG HTML, section 9.2.6) off bytes. Lines end with LF, CR or CRLF,
/// wherever the network cuts them; each line is decoded strictly, once it is whole.
final class SseReader {
    /// Largest line and largest event. The largest recorded event has 0.2 MB (a fetched page); 4 MB
    /// leaves room for a whole file in one tool call, and one line can not fill the heap.
    static final int EVENT_BYTES_MAX = 4 * 1024 * 1024;

    private static final int BUFFER_BYTES = 8 * 1024;

    private final InputStream bytes;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;

    /// A CR has ended the last line; an LF right after it belongs to the same line end.
    private boolean afterCr;

    private boolean first = true;

    SseReader(InputStream bytes) {
        this.bytes = bytes;
    }

    /// The next event, or empty at the end of the stream. Blocks for bytes, but not for more of
    /// them than the event needs: a server may hold the connection open after its last event.
    ///
    /// @throws BrokenReply when a line is no UTF-8, or a line or event is too large
    Optional<SseEvent> next() throws IOException {
        var data = new StringBuilder();
        String name = "";
        boolean any = false;
        while (true) {
            Optional<Line> read = line();
            if (read.isEmpty()) {
                return any ? Optional.of(event(name, data, false)) : Optional.empty();
            }
            Line line = read.get();
            if (line.text().isEmpty() && line.ended()) {
                if (any) {
                    return Optional.of(event(name, data, true));
                }
                name = "";
            } else if (line.field().equals("data")) {
                data.append(line.value()).append('\n');
                any = true;
                checkSize(data.length());
            } else if (line.field().equals("event")) {
                name = line.value();
            }
        }
    }

    private static SseEvent event(String name, StringBuilder data, boolean closed) {
        return new SseEvent(name, data.substring(0, data.length() - 1), closed);
    }

    /// @param ended false when the stream ended inside the line
    private record Line(String text, boolean ended) {
        String field() {
            int colon = text.indexOf(':');
            return colon < 0 ? text : text.substring(0, colon);
        }

        String value() {
            int colon = text.indexOf(':');
            if (colon < 0) {
                return "";
            }
            return text.substring(text.startsWith(" ", colon + 1) ? colon + 2 : colon + 1);
        }
    }

    private Optional<Line> line() throws IOException {
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

    private Line decoded(ByteArrayOutputStream line, boolean ended) {
        byte[] read = line.toByteArray();
        String text = ended ? StrictText.line(read) : StrictText.utf8(read);
        if (first) {
            first = false;
            // A byte order mark is no part of the first field's name.
            text = text.startsWith("\uFEFF") ? text.substring(1) : text;
        }
        return new Line(text, ended);
    }

    private static void checkSize(int size) {
        if (size > EVENT_BYTES_MAX) {
            throw BrokenReply.malformed("a line or event of the stream is larger than 4 MB");
        }
    }
}
