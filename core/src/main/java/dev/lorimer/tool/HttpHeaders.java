package dev.lorimer.tool;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The headers of a request: the model's, the configuration's and our own.
final class HttpHeaders {
    static final String KEY = "idempotency-key";
    static final String EPOCH = "lorimer-epoch";

    /// A model has no use for more, and servers refuse heads above 8 KB.
    private static final int GIVEN_MAX = 32;

    private static final int VALUE_CHARS_MAX = 2_000;

    /// What frames the message or speaks for the connection is ours to say, and so are the key and
    /// the epoch: a call that could choose its own key could be carried out twice.
    private static final Set<String> OURS =
            Set.of(
                    "host",
                    "content-length",
                    "transfer-encoding",
                    "connection",
                    "keep-alive",
                    "proxy-authorization",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "upgrade",
                    "expect",
                    "accept-encoding",
                    "http2-settings",
                    KEY,
                    EPOCH);

    /// What proves who asks, and is therefore not carried along to another origin.
    private static final Set<String> PROOFS = Set.of("authorization", "cookie");

    private HttpHeaders() {}

    /// @throws IllegalArgumentException when a configured header has a name that it may not have
    static void checkConfigured(String site, String name) {
        if (!isName(name) || OURS.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                    "the header \"%s\" of \"%s\" is not one that can be set; remove it"
                            .formatted(ResultText.line(name, 80), site));
        }
    }

    /// The model's headers by their names in lower case.
    ///
    /// @throws Tool.BadArguments when one may not be set, or would break out of its line
    static Map<String, String> given(Map<String, String> headers, HttpConfig.Allowed entry) {
        if (headers.size() > GIVEN_MAX) {
            throw new Tool.BadArguments(
                    "%d headers are more than %d; leave some out"
                            .formatted(headers.size(), GIVEN_MAX));
        }
        var configured = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        configured.putAll(entry.headers());
        var given = new LinkedHashMap<String, String>();
        headers.forEach((written, value) -> {
            String name = written.toLowerCase(Locale.ROOT);
            if (!isName(name)) {
                throw bad(written, "is no header name");
            }
            if (OURS.contains(name) || configured.containsKey(name)) {
                throw bad(written, "is set by the tool itself; leave it out");
            }
            if (!isValue(value)) {
                throw bad(
                        written,
                        "has a value that is not one line of printable ASCII, at most %d characters"
                                .formatted(VALUE_CHARS_MAX));
            }
            if (given.put(name, value.strip()) != null) {
                throw bad(written, "is given twice");
            }
        });
        return given;
    }

    private static Tool.BadArguments bad(String name, String why) {
        return new Tool.BadArguments(
                "the header \"%s\" %s".formatted(ResultText.line(name, 80), why));
    }

    /// A token of RFC 9110.
    private static boolean isName(String name) {
        return name.length() <= 80 && name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    }

    static boolean isValue(String value) {
        return value.length() <= VALUE_CHARS_MAX
                && value.chars().allMatch(c -> (c >= ' ' && c < 0x7F) || c == '\t');
    }

    /// What of the model's headers may go to another origin.
    static Map<String, String> withoutProofs(Map<String, String> given) {
        var kept = new LinkedHashMap<String, String>(given);
        kept.keySet().removeAll(PROOFS);
        return kept;
    }

    /// Name and value, a line each.
    static List<String> lines(Map<String, String> headers) {
        var lines = new ArrayList<String>();
        headers.forEach((name, value) -> lines.add(name + ": " + value));
        return lines;
    }
}
