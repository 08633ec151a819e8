package dev.lorimer.tool;

import dev.lorimer.tool.HttpOutcome.Answered;
import dev.lorimer.tool.HttpOutcome.Body;
import dev.lorimer.tool.HttpOutcome.End;
import dev.lorimer.tool.HttpOutcome.Header;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Reads one answer of HTTP/1.1 (RFC 9112) from a connection that is closed afterwards. All of it
/// is bounded.
final class HttpReader {
    /// 64 KB: eight times what servers commonly take of a request.
    private static final int HEAD_BYTES_MAX = 64 * 1024;

    private static final int HEADERS_MAX = 200;

    /// Answers that only say that the real one is to come.
    private static final int INTERIM_MAX = 20;

    /// 8 MB: how far a body is read, to tell its size and to let the server finish; then it is cut
    /// off.
    private static final long COUNTED_BYTES_MAX = 8 << 20;

    /// A size in hexadecimal digits with an extension that nobody uses.
    private static final int CHUNK_LINE_BYTES_MAX = 4 * 1024;

    private final InputStream from;
    private final int bodyBytes;
    private int headBytes;

    HttpReader(InputStream from, int bodyBytes) {
        this.from = from;
        this.bodyBytes = bodyBytes;
    }

    /// Blocks.
    ///
    /// @param bodiless true when the request was a `HEAD`, whose answer only seems to have a body
    /// @throws IOException when the connection breaks, or what comes is no answer, before its head
    ///   is whole; a body that breaks off is no error, but told
    Answered read(boolean bodiless) throws IOException {
        for (int interim = 0; interim <= INTERIM_MAX; interim++) {
            String line = headLine();
            if (!line.matches("HTTP/1\\.[01] [1-9][0-9]{2}( .*)?")) {
                throw new IOException(
                        "what came is not HTTP/1.1: \"" + ResultText.line(line, 80) + "\"");
            }
            int status = Integer.parseInt(line.substring(9, 12));
            List<Header> headers = headers();
            if (status == 101) {
                throw new IOException("the server switched protocols, which nobody asked for");
            }
            if (status >= 200) {
                boolean empty = bodiless || status == 204 || status == 304;
                String reason = line.length() > 13 ? line.substring(13).strip() : "";
                return new Answered(status, reason, headers, empty ? Body.NONE : body(headers));
            }
        }
        throw new IOException(
                "more than " + INTERIM_MAX + " interim answers came, and no final one");
    }

    private List<Header> headers() throws IOException {
        var headers = new ArrayList<Header>();
        for (String line = headLine(); !line.isEmpty(); line = headLine()) {
            int colon = line.indexOf(':');
            if (colon <= 0 || Character.isWhitespace(line.charAt(0))) {
                throw new IOException(
                        "the answer has a broken header: \"" + ResultText.line(line, 80) + "\"");
            }
            if (headers.size() == HEADERS_MAX) {
                throw new IOException("the answer has more than " + HEADERS_MAX + " headers");
            }
            headers.add(
                    new Header(
                            line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                            line.substring(colon + 1).strip()));
        }
        return headers;
    }

    private String headLine() throws IOException {
        String line = line(HEAD_BYTES_MAX - headBytes, "the answer's head");
        headBytes += line.length() + 2;
        return line;
    }

    private String line(int bytesMax, String what) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = from.read(); b != '\n'; b = from.read()) {
            if (b < 0) {
                throw new IOException("the connection was closed inside " + what);
            }
            if (line.size() >= bytesMax) {
                throw new IOException(what + " is larger than it may be");
            }
            line.write(b);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private Body body(List<Header> headers) {
        var body = new Counted();
        try {
            readInto(body, headers);
            return body.ended(new End.Whole());
        } catch (Enough _) {
            return body.ended(new End.Longer());
        } catch (IOException e) {
            return body.ended(new End.Cut(why(e)));
        }
    }

    /// What an exception of the network says, without the words that Java puts before it.
    static String why(IOException failure) {
        String message = ResultText.line(String.valueOf(failure.getMessage()), 200);
        return message.isBlank() || message.equals("null") ? "the connection broke" : message;
    }

    private void readInto(Counted body, List<Header> headers) throws IOException {
        List<String> codings =
                values(headers, "transfer-encoding").stream()
                        .map(value -> value.toLowerCase(Locale.ROOT))
                        .toList();
        List<String> lengths = values(headers, "content-length").stream().distinct().toList();
        if (!codings.isEmpty()) {
            if (!codings.equals(List.of("chunked"))) {
                throw new IOException("its transfer coding is not one that is understood");
            }
            chunks(body);
        } else if (lengths.isEmpty()) {
            // Its end is the end of the connection, and nothing can tell it from a break.
            while (body.take(from, COUNTED_BYTES_MAX) >= 0) {}
        } else if (lengths.size() == 1 && lengths.getFirst().matches("[0-9]{1,18}")) {
            exactly(body, Long.parseLong(lengths.getFirst()));
        } else {
            throw new IOException("its length is not one number");
        }
    }

    private static List<String> values(List<Header> headers, String name) {
        return headers.stream()
                .filter(header -> header.name().equals(name))
                .map(Header::value)
                .toList();
    }

    private void exactly(Counted body, long length) throws IOException {
        for (long left = length; left > 0; ) {
            int got = body.take(from, left);
            if (got < 0) {
                throw new IOException("the connection was closed with " + left + " bytes to come");
            }
            left -= got;
        }
    }

    private void chunks(Counted body) throws IOException {
        while (true) {
            String line = line(CHUNK_LINE_BYTES_MAX, "a chunk's size");
            String size = line.split(";", 2)[0].strip();
            if (!size.matches("[0-9a-fA-F]{1,15}")) {
                throw new IOException("a chunk has no size: \"" + ResultText.line(line, 40) + "\"");
            }
            long length = Long.parseLong(size, 16);
            if (length == 0) {
                trailers();
                return;
            }
            exactly(body, length);
            if (!line(2, "a chunk's end").isEmpty()) {
                throw new IOException("a chunk is longer than it says");
            }
        }
    }

    private void trailers() throws IOException {
        for (int i = 0; i < HEADERS_MAX; i++) {
            if (line(CHUNK_LINE_BYTES_MAX, "the trailers").isEmpty()) {
                return;
            }
        }
        throw new IOException("there are more than " + HEADERS_MAX + " trailers");
    }

    /// There is more than anybody wants to read.
    private static final class Enough extends IOException {
        Enough() {
            super("enough");
        }
    }

    /// Keeps the start of a body and counts the rest.
    private final class Counted {
        private final byte[] head = new byte[bodyBytes];
        private final byte[] rest = new byte[16 * 1024];
        private long read;

        /// @return how many bytes came, -1 at the end of the connection
        int take(InputStream from, long most) throws IOException {
            if (read >= COUNTED_BYTES_MAX) {
                if (from.read() < 0) {
                    return -1;
                }
                throw new Enough();
            }
            int got;
            if (read < bodyBytes) {
                int room = (int) Math.min(bodyBytes - read, most);
                got = from.read(head, (int) read, room);
            } else {
                long room = Math.min(COUNTED_BYTES_MAX - read, most);
                got = from.read(rest, 0, (int) Math.min(rest.length, room));
            }
            read += Math.max(0, got);
            return got;
        }

        Body ended(End end) {
            int kept = (int) Math.min(read, bodyBytes);
            return new Body(Arrays.copyOf(head, kept), read, end);
        }
    }
}
