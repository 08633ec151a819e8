package dev.lorimer.tool;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What `http_request` may do; what is not listed is refused.
///
/// Throws [IllegalArgumentException] when an entry is wrong or would give a secret away.
///
/// @param allow the first entry that fits a request's origin and method counts
public record HttpConfig(List<Allowed> allow, Bounds bounds) {
    public HttpConfig {
        allow = List.copyOf(allow);
        if (allow.isEmpty()) {
            throw new IllegalArgumentException(
                    "the list of allowed hosts is empty; name at least one, or leave the tool out");
        }
    }

    /// The methods that the tool knows; what they promise is in RFC 9110, sections 9.2.1 and 9.2.2.
    public enum Method {
        GET,
        HEAD,
        OPTIONS,
        PUT,
        DELETE,
        POST,
        PATCH;

        /// Changes nothing, by the words of RFC 9110.
        boolean safe() {
            return switch (this) {
                case GET, HEAD, OPTIONS -> true;
                case PUT, DELETE, POST, PATCH -> false;
            };
        }

        boolean takesBody() {
            return !safe();
        }
    }

    /// Where requests may go.
    ///
    /// @param host a name (`api.example.org`), all names below one (`*.example.org`), an address
    ///   (`127.0.0.1`, `[::1]`), or `*` for every public host
    /// @param port the standard one of its scheme when empty
    /// @param https false means plain `http`: to be read and changed by anybody on the way
    /// @param internal true when it may have an address that is not public; only for one named host
    public record Site(String host, Optional<Integer> port, boolean https, boolean internal) {
        public Site {
            host = host.toLowerCase(Locale.ROOT);
            boolean pattern = host.startsWith("*");
            if (!host.equals("*")) {
                checkHost(pattern && host.startsWith("*.") ? host.substring(2) : host);
                host = pattern ? host : HttpUrl.host(host);
            }
            if (pattern && internal) {
                throw new IllegalArgumentException(
                        "\"%s\" is declared private, which only one host by its whole name can be; list the hosts one by one"
                                .formatted(host));
            }
            if (port.isPresent() && (port.get() < 1 || port.get() > 65_535)) {
                throw new IllegalArgumentException(
                        "port %d of \"%s\" is not 1 to 65535".formatted(port.get(), host));
            }
        }

        private static void checkHost(String host) {
            try {
                var _ = HttpUrl.host(host);
            } catch (Tool.BadArguments e) {
                throw new IllegalArgumentException(
                        e.getMessage() + "; a pattern is \"*\", or \"*.\" and a name", e);
            }
        }

        boolean fits(HttpUrl url) {
            return https == url.https()
                    && port.orElse(HttpUrl.standardPort(https)) == url.port()
                    && fits(url.host());
        }

        private boolean fits(String name) {
            return switch (host) {
                case "*" -> true;
                case String below when below.startsWith("*.") -> name.endsWith(below.substring(1));
                default -> host.equals(name);
            };
        }

        @Override
        public String toString() {
            return (https ? "https://" : "http://") + host + port.map(p -> ":" + p).orElse("");
        }
    }

    /// An endpoint that honours the `Idempotency-Key` header: it carries out the first request with
    /// a key, and answers the same to later ones. Few keep keys for longer than a day.
    ///
    /// @param path it and all paths below it, for example `/v1/charges`
    public record Keyed(Method method, String path) {
        public Keyed {
            if (!path.startsWith("/")) {
                throw new IllegalArgumentException(
                        "the path \"%s\" does not start with \"/\"; write it from the root of its host"
                                .formatted(path));
            }
        }

        boolean fits(Method asked, HttpUrl url) {
            String start = path.endsWith("/") ? path : path + "/";
            return method == asked && (url.path().equals(path) || url.path().startsWith(start));
        }
    }

    /// One entry of the list.
    ///
    /// @param methods the only ones allowed
    /// @param keyed where `POST` and `PATCH` may be sent again with the same key
    /// @param headers sent with each request and never shown to the model; `${NAME}` stands for the
    ///   environment variable of that name
    public record Allowed(
            Site site, Set<Method> methods, List<Keyed> keyed, Map<String, String> headers) {
        public Allowed {
            methods = Collections.unmodifiableSet(new TreeSet<>(methods));
            keyed = List.copyOf(keyed);
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
            if (methods.isEmpty()) {
                throw new IllegalArgumentException(
                        "\"%s\" allows no method; name at least one".formatted(site));
            }
            var names = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
            for (var header : headers.entrySet()) {
                HttpHeaders.checkConfigured(site.toString(), header.getKey());
                var _ = HttpSecrets.variables(header.getValue());
                if (names.put(header.getKey(), header.getValue()) != null) {
                    throw new IllegalArgumentException(
                            "\"%s\" lists the header \"%s\" twice; keep one"
                                    .formatted(site, header.getKey()));
                }
            }
            if (!headers.isEmpty() && site.host().equals("*")) {
                throw new IllegalArgumentException(
                        "headers for \"*\" would be told to every host; name the host they are for");
            }
            if (!headers.isEmpty() && !site.https() && !site.internal()) {
                throw new IllegalArgumentException(
                        "headers for \"%s\" would be readable on their way; use https"
                                .formatted(site));
            }
        }

        /// Every method, no endpoint that honours keys, no headers.
        public static Allowed all(Site site) {
            return new Allowed(site, Set.of(Method.values()), List.of(), Map.of());
        }

        boolean keyed(Method method, HttpUrl url) {
            return keyed.stream().anyMatch(one -> one.fits(method, url));
        }
    }

    /// How long and how much; what is over ends the request.
    ///
    /// @param connect until the connection stands, name look-up and TLS included
    /// @param answer from then until the first byte of the answer
    /// @param total for the whole call, redirects included; bounds a server that drips
    /// @param bodyBytes how much of an answer's body is shown, from its start
    public record Bounds(Duration connect, Duration answer, Duration total, int bodyBytes) {
        /// A result is at most 64 KB, the answer's head and our own words included.
        private static final int BODY_BYTES_MAX = 56 * 1024;

        /// 10 s to connect is ten times a slow TLS handshake. 60 s to the first byte and 120 s in
        /// all are what gateways commonly wait themselves. 32 KB are about 8,000 tokens.
        public static final Bounds USUAL =
                new Bounds(
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(120),
                        32 * 1024);

        public Bounds {
            if (!Stream.of(connect, answer, total).allMatch(Duration::isPositive)) {
                throw new IllegalArgumentException(
                        "times of %s, %s and %s are not all above zero; give each one some time"
                                .formatted(connect, answer, total));
            }
            if (bodyBytes < 1 || bodyBytes > BODY_BYTES_MAX) {
                throw new IllegalArgumentException(
                        "%d bytes of a body are not 1 to %d; a result holds no more"
                                .formatted(bodyBytes, BODY_BYTES_MAX));
            }
        }
    }

    /// The environment variables that configured headers need.
    public Set<String> variables() {
        return allow.stream()
                .flatMap(entry -> entry.headers().values().stream())
                .flatMap(text -> HttpSecrets.variables(text).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /// The entry that a request falls under.
    Optional<Allowed> entry(Method method, HttpUrl url) {
        return allow.stream()
                .filter(entry -> entry.site().fits(url) && entry.methods().contains(method))
                .findFirst();
    }
}
