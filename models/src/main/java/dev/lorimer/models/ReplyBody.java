package dev.lorimer.models;

import dev.lorimer.model.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Optional;
import java.util.function.Consumer;

/// The body of a successful answer, a stream or whole.
final class ReplyBody {
    private ReplyBody() {}

    /// Reads up to the terminal event, or to the end of a whole reply.
    ///
    /// @throws BrokenReply when the bytes are no whole reply
    /// @throws Rejection.InReply when they are an error
    static Reply read(Dialect dialect, Asked asked, InputStream body, Consumer<String> onText)
            throws IOException {
        var peeked = new PushbackInputStream(body);
        return startsAsJson(peeked)
                ? dialect.decode(asked, StrictText.utf8(peeked.readAllBytes()), onText)
                : stream(dialect, asked, peeked, onText);
    }

    /// A whole JSON reply begins with a brace, or a bracket where a server makes a list of its
    /// events; an event stream never does. The content type is not asked: servers leave it out or
    /// give the wrong one.
    static boolean startsAsJson(PushbackInputStream body) throws IOException {
        int first = body.read();
        while (first == ' ' || first == '\r' || first == '\n' || first == '\t') {
            first = body.read();
        }
        if (first >= 0) {
            body.unread(first);
        }
        return first == '{' || first == '[';
    }

    /// Reads a stream of JSON objects, one a line, up to the terminal one. A whole reply on one
    /// line is such a stream.
    ///
    /// @throws BrokenReply when the bytes are no whole reply
    /// @throws Rejection.InReply when they are an error
    static Reply lines(Dialect.Incoming incoming, InputStream body) throws IOException {
        var lines = new BodyLines(body);
        Optional<BodyLines.Read> line = lines.next();
        while (line.isPresent()) {
            if (!line.get().text().isBlank() && incoming.take(event(line.get()))) {
                break;
            }
            line = lines.next();
        }
        return incoming.reply();
    }

    /// @throws BrokenReply when the body ends inside the line
    private static SseEvent event(BodyLines.Read line) {
        if (!line.ended()) {
            // Whether it is cut or was never JSON shows here; an event could not tell.
            StrictText.reply(line.text());
        }
        return new SseEvent("", line.text(), true);
    }

    private static Reply stream(
            Dialect dialect, Asked asked, InputStream body, Consumer<String> onText)
            throws IOException {
        var reader = new SseReader(body);
        Dialect.Incoming incoming = dialect.stream(asked, onText);
        Optional<SseEvent> event = reader.next();
        if (event.isEmpty()) {
            throw BrokenReply.cut("there is neither JSON nor an event in it");
        }
        while (event.isPresent() && !incoming.take(event.get())) {
            event = reader.next();
        }
        return incoming.reply();
    }
}
