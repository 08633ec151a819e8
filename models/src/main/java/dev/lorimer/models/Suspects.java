package dev.lorimer.models;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Which limit a refusal is about, by the server's words.
final class Suspects {
    private static final Pattern TOKENS = Pattern.compile("token|\\btp[md]\\b");

    // "Your request" and "requests to this model" are in every refusal; a rate of requests is not.
    private static final Pattern REQUESTS =
            Pattern.compile(
                    "requests? ?(?:per|/|rate|limit)|\\brp[mds]\\b|request_count|requestsper|"
                            + "(?:number|rate|quota) of requests|generate_requests");

    private Suspects() {}

    /// @return empty when the words name both or neither
    static List<Measure> in(String words) {
        String text = words.toLowerCase(Locale.ROOT);
        boolean tokens = TOKENS.matcher(text).find();
        boolean requests = REQUESTS.matcher(text).find();
        if (tokens == requests) {
            return List.of();
        }
        return List.of(tokens ? Measure.TOKENS : Measure.REQUESTS);
    }
}
