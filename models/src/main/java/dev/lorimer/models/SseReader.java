package dev.lorimer.models;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Reads an event stream (WHATWG HTML, section 9.2.6) off bytes.
final class SseReader {
    private final BodyLines lines;

    SseReader(InputStream bytes) {
        this.lines = new BodyLines(bytes);
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
            Optional<BodyLines.Read> read = lines.next();
            if (read.isEmpty()) {
                return any ? Optional.of(event(name, data, false)) : Optional.empty();
            }
            BodyLines.Read line = read.get();
            if (line.text().isEmpty() && line.ended()) {
                if (any) {
                    return Optional.of(event(name, data, true));
                }
                name = "";
            } else if (field(line.text()).equals("data")) {
                data.append(value(line.text())).append('\n');
                any = true;
                BodyLines.checkSize(data.length());
            } else if (field(line.text()).equals("event")) {
                name = value(line.text());
            }
        }
    }

    private static SseEvent event(String name, StringBuilder data, boolean closed) {
        return new SseEvent(name, data.substring(0, data.length() - 1), closed);
    }

    private static String field(String line) {
        int colon = line.indexOf(':');
        return colon < 0 ? line : line.substring(0, colon);
    }

    private static String value(String line) {
        int colon = line.indexOf(':');
        if (colon < 0) {
            return "";
        }
        return line.substring(line.startsWith(" ", colon + 1) ? colon + 2 : colon + 1);
    }
}
