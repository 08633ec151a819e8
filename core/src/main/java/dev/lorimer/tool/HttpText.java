package dev.lorimer.tool;

import dev.lorimer.tool.HttpOutcome.Answered;
import dev.lorimer.tool.HttpOutcome.Body;
import dev.lorimer.tool.HttpOutcome.End;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Locale;

/// An answer in the form in which a model reads it.
final class HttpText {
    /// What tells something that the model can act on. Cookies are not among it: they are secrets.
    private static final List<String> SHOWN =
            List.of(
                    "content-type",
                    "location",
                    "retry-after",
                    "allow",
                    "etag",
                    "last-modified",
                    "link",
                    "idempotent-replayed",
                    "www-authenticate",
                    "x-request-id",
                    "ratelimit",
                    "ratelimit-remaining",
                    "ratelimit-reset",
                    "x-ratelimit-remaining",
                    "x-ratelimit-reset");

    private static final int HEADER_CHARS_MAX = 500;

    private final HttpSecrets secrets;

    HttpText(HttpSecrets secrets) {
        this.secrets = secrets;
    }

    String of(Answered answer) {
        var text = new StringBuilder(line(answer.line(), 200)).append('\n');
        for (String name : SHOWN) {
            answer.header(name)
                    .ifPresent(value ->
                            text.append(name)
                                    .append(": ")
                                    .append(line(value, HEADER_CHARS_MAX))
                                    .append('\n'));
        }
        return text.append('\n').append(body(answer)).toString();
    }

    private String line(String text, int charsMax) {
        return ResultText.line(secrets.hide(text), charsMax);
    }

    private String body(Answered answer) {
        Body body = answer.body();
        if (body.read() == 0) {
            return switch (body.end()) {
                case End.Cut(String why) -> "(the body did not come: " + why + ")";
                case End.Whole _, End.Longer _ -> "(no body)";
            };
        }
        String type = answer.header("content-type").orElse("");
        String coding = answer.header("content-encoding").orElse("identity");
        if (!coding.equalsIgnoreCase("identity") || !readable(type, body.head())) {
            String what = type.isBlank() ? "of no stated type" : line(type, 100);
            String packed =
                    coding.equalsIgnoreCase("identity") ? "" : ", packed as " + line(coding, 40);
            return "(the body is %s%s, %s; it is not shown)".formatted(what, packed, size(body));
        }
        String text = decoded(body.head(), charset(type));
        boolean whole = body.end() instanceof End.Whole && body.read() == body.head().length;
        return whole
                ? secrets.hide(text)
                : secrets.hideCut(text)
                        + "\n(the body is %s; the first %,d bytes are shown)"
                                .formatted(size(body), body.head().length);
    }

    private static String size(Body body) {
        return switch (body.end()) {
            case End.Whole _ -> "%,d bytes".formatted(body.read());
            case End.Longer _ -> "more than %,d bytes".formatted(body.read());
            case End.Cut(String why) -> "cut off after %,d bytes: %s".formatted(body.read(), why);
        };
    }

    private static boolean readable(String type, byte[] head) {
        String media = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        boolean named =
                media.startsWith("text/")
                        || media.endsWith("+json")
                        || media.endsWith("+xml")
                        || media.matches(
                                "application/(json|x-ndjson|jsonl|xml|javascript|yaml|x-yaml|toml|graphql|sql|x-www-form-urlencoded|problem|csv)");
        return !Text.isBinary(head) && (named || (media.isEmpty() && isUtf8(head)));
    }

    private static boolean isUtf8(byte[] head) {
        var bytes = ByteBuffer.wrap(head);
        var text = CharBuffer.allocate(head.length);
        // The last character may be cut: that is an underflow and no error.
        return !StandardCharsets.UTF_8.newDecoder().decode(bytes, text, false).isError();
    }

    /// UTF-8 where nothing else is said.
    private static Charset charset(String type) {
        for (String parameter : type.split(";", -1)) {
            String[] named = parameter.strip().split("=", 2);
            if (named.length == 2 && named[0].strip().equalsIgnoreCase("charset")) {
                try {
                    return Charset.forName(named[1].strip().replace("\"", ""));
                } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
                    return StandardCharsets.UTF_8;
                }
            }
        }
        return StandardCharsets.UTF_8;
    }

    /// Without the half of a character that a cut may have left at the end.
    private static String decoded(byte[] head, Charset charset) {
        var text = CharBuffer.allocate(head.length + 1);
        charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE)
                .decode(ByteBuffer.wrap(head), text, false);
        return text.flip().toString();
    }
}
