package dev.lorimer.tool;

import dev.lorimer.tool.HttpConfig.Allowed;
import dev.lorimer.tool.HttpConfig.Method;
import dev.lorimer.tool.HttpOutcome.Answered;
import dev.lorimer.tool.HttpOutcome.Lost;
import dev.lorimer.tool.HttpOutcome.NotSent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocketFactory;
import tools.jackson.core.JacksonException;

/// `http_request`: one HTTP request to an allowed host.
///
/// | method | effect |
/// |---|---|
/// | `GET`, `HEAD`, `OPTIONS` | pure (RFC 9110, 9.2.1) |
/// | `PUT`, `DELETE` | idempotent (RFC 9110, 9.2.2) |
/// | `POST`, `PATCH` | irreversible; idempotent where the configuration says that the endpoint honours keys |
///
/// Every method but the safe ones carries `Idempotency-Key`, the same for every attempt at the
/// call, and `Lorimer-Epoch`, a number that grows when another process takes the run over. The key
/// is sent bare, without the quotes that the IETF draft (draft-ietf-httpapi-idempotency-key-header)
/// asks for: the services that honour keys today document them so, and some limit them to 64
/// characters or to certain ones. It is 32 hexadecimal digits.
///
/// What is known of the outcome:
///
/// - nothing was sent (no such host, an address that is not public, no connection, no TLS): failed;
/// - it was sent, and no answer came: unknown, but failed where the method is safe;
/// - an answer came: done, whatever its status, since the status says what became of it. Except 502
///   and 504 (and 520 and 524, of a large gateway) to a method that is not safe: then a gateway
///   speaks, which does not know what the server behind it has done either: unknown;
/// - the answer's body broke off: done with a note, since the status had come; failed where the
///   method is safe, since reading was all that was asked.
///
/// Redirects are followed for safe methods only, at most five, and each is checked like the first
/// request. No request is ever sent twice by the tool itself.
public final class HttpTool {
    /// A page moved twice, to https and to a host with `www`, takes three; longer chains are loops.
    private static final int REDIRECTS_MAX = 5;

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    /// The gateway sent the request on and got no answer that it could use.
    private static final Set<Integer> GATEWAY_LOST = Set.of(502, 504, 520, 524);

    /// 1 MB: more than models write at once.
    private static final int BODY_CHARS_MAX = 1 << 20;

    private final HttpConfig config;
    private final HttpSecrets secrets;
    private final HttpDial dial;

    private HttpTool(HttpConfig config, HttpSecrets secrets, HttpDial dial) {
        this.config = config;
        this.secrets = secrets;
        this.dial = dial;
    }

    /// With the machine's name look-up and trusted certificates.
    ///
    /// @param environment where the values of configured headers come from
    /// @throws IllegalArgumentException when a variable that the configuration names is not there
    public static Tool of(HttpConfig config, Map<String, String> environment) {
        return of(
                config,
                environment,
                HostLookup.system(),
                (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    /// The general form.
    public static Tool of(
            HttpConfig config,
            Map<String, String> environment,
            HostLookup lookup,
            SSLSocketFactory tls) {
        var tool =
                new HttpTool(
                        config, new HttpSecrets(config, environment), new HttpDial(lookup, tls));
        return Tools.of("http_request", tool.description(), Asked.class)
                .varying(tool::effect, tool::perform);
    }

    record Asked(
            @Describe(
                            value = "the method",
                            schema =
                                    "{\"enum\":[\"GET\",\"HEAD\",\"OPTIONS\",\"PUT\",\"DELETE\",\"POST\",\"PATCH\"]}")
                    String method,
            @Describe("whole, with https://") String url,
            @Describe("names and values; authentication is added where it is configured")
                    Optional<Map<String, String>> headers,
            @Describe("as it is sent; taken for JSON when it is JSON and no content-type is given")
                    Optional<String> body) {
        Asked {
            if (body.isPresent() && !Method.valueOf(method).takesBody()) {
                throw new IllegalArgumentException(method + " takes no body; leave it out");
            }
            if (body.orElse("").length() > BODY_CHARS_MAX) {
                throw new IllegalArgumentException(
                        "the body has %d characters, more than %d; send less at once"
                                .formatted(body.orElse("").length(), BODY_CHARS_MAX));
            }
        }

        Method kind() {
            return Method.valueOf(method);
        }
    }

    private String description() {
        String sites =
                config.allow().stream()
                        .limit(20)
                        .map(HttpTool::listed)
                        .collect(Collectors.joining("; "));
        return "Sends one HTTP request and shows the answer: status, some headers, the start of a text body. Allowed: "
                + sites
                + (config.allow().size() > 20 ? "; and more" : "")
                + ". Redirects are followed for GET, HEAD and OPTIONS only.";
    }

    private static String listed(Allowed entry) {
        return entry.site()
                + " ("
                + entry.methods().stream().map(Method::name).collect(Collectors.joining(", "))
                + ")";
    }

    /// A request that may be sent.
    ///
    /// @param given the model's headers, by their names in lower case
    private record Ready(Method method, HttpUrl url, Allowed entry, Map<String, String> given) {}

    private Effect effect(Asked asked) {
        Ready ready =
                ready(asked.kind(), HttpUrl.of(asked.url()), asked.headers().orElse(Map.of()));
        String summary = ResultText.line(ready.method() + " " + ready.url(), 160);
        return switch (ready.method()) {
            case GET, HEAD, OPTIONS -> new Effect.Pure(summary);
            case PUT, DELETE -> new Effect.Idempotent(summary);
            case POST, PATCH ->
                    ready.entry().keyed(ready.method(), ready.url())
                            ? new Effect.Idempotent(summary)
                            : new Effect.Irreversible(summary);
        };
    }

    private Ready ready(Method method, HttpUrl url, Map<String, String> headers) {
        Allowed entry =
                config.entry(method, url)
                        .orElseThrow(() ->
                                new Tool.BadArguments(
                                        "%s of \"%s\" is not allowed; allowed are %s"
                                                .formatted(
                                                        method,
                                                        ResultText.line(url.toString(), 200),
                                                        allowed())));
        if (!entry.site().internal()) {
            url.literal()
                    .flatMap(InternalAddresses::refusal)
                    .ifPresent(why -> {
                        throw new Tool.BadArguments(
                                "\"%s\" is no public address (%s); ask for a public host"
                                        .formatted(url.host(), why));
                    });
        }
        return new Ready(method, url, entry, HttpHeaders.given(headers, entry));
    }

    private String allowed() {
        return ResultText.line(
                config.allow().stream().map(HttpTool::listed).collect(Collectors.joining("; ")),
                1_000);
    }

    private Tool.Result perform(Asked asked, Tool.Attempt attempt) throws InterruptedException {
        var clock = new Remaining(shorter(config.bounds().total(), attempt.limit()));
        Ready ready =
                ready(asked.kind(), HttpUrl.of(asked.url()), asked.headers().orElse(Map.of()));
        var followed = new StringBuilder();
        for (int hops = 0; ; hops++) {
            HttpOutcome outcome = send(ready, asked.body(), attempt, clock.left());
            Optional<String> location = redirect(ready.method(), outcome);
            if (location.isEmpty()) {
                return result(ready.method(), outcome, followed.toString());
            }
            String shown = ResultText.line(secrets.hide(location.get()), 300);
            if (hops == REDIRECTS_MAX) {
                return refused(followed, shown, "there were " + REDIRECTS_MAX + " before it");
            }
            try {
                ready = next(ready, location.get());
            } catch (Tool.BadArguments e) {
                return refused(followed, shown, String.valueOf(e.getMessage()));
            }
            followed.append("redirected to ").append(shown).append('\n');
        }
    }

    private static Tool.Result refused(StringBuilder followed, String location, String why) {
        return Tool.Result.failed(
                followed + "the redirect to \"" + location + "\" was not followed: " + why);
    }

    private static Optional<String> redirect(Method method, HttpOutcome outcome) {
        return outcome instanceof Answered answer
                        && method.safe()
                        && REDIRECTS.contains(answer.status())
                ? answer.header("location")
                : Optional.empty();
    }

    private Ready next(Ready ready, String location) {
        HttpUrl url = ready.url().resolve(location);
        var given =
                url.sameOrigin(ready.url())
                        ? ready.given()
                        : HttpHeaders.withoutProofs(ready.given());
        return ready(ready.method(), url, given);
    }

    private HttpOutcome send(
            Ready ready, Optional<String> body, Tool.Attempt attempt, Duration left)
            throws InterruptedException {
        if (!left.isPositive()) {
            return new NotSent("the time was over");
        }
        return new HttpExchange(
                        dial,
                        config.bounds(),
                        new HttpExchange.Asked(
                                ready.url(),
                                ready.entry().site().internal(),
                                ready.method() == Method.HEAD,
                                message(ready, body, attempt),
                                left,
                                attempt.fence()::check))
                .run();
    }

    private byte[] message(Ready ready, Optional<String> body, Tool.Attempt attempt) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("host", ready.url().authority());
        headers.put("user-agent", "lorimer");
        headers.put("accept", "*/*");
        headers.put("accept-encoding", "identity");
        body.ifPresent(text -> headers.put("content-type", guessedType(text)));
        headers.putAll(ready.given());
        headers.putAll(secrets.headers(ready.entry()));
        byte[] content = body.orElse("").getBytes(StandardCharsets.UTF_8);
        if (!ready.method().safe()) {
            headers.put("content-length", String.valueOf(content.length));
            headers.put(HttpHeaders.KEY, attempt.key());
            headers.put(HttpHeaders.EPOCH, String.valueOf(attempt.fence().epoch()));
        }
        headers.put("connection", "close");
        var head =
                ready.method()
                        + " "
                        + ready.url().target()
                        + " HTTP/1.1\r\n"
                        + String.join("\r\n", HttpHeaders.lines(headers))
                        + "\r\n\r\n";
        var message = new ByteArrayOutputStream();
        message.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        message.writeBytes(content);
        return message.toByteArray();
    }

    private static String guessedType(String body) {
        try {
            boolean json = Json.MAPPER.readTree(body).isContainer();
            return json ? "application/json" : "text/plain; charset=utf-8";
        } catch (JacksonException _) {
            return "text/plain; charset=utf-8";
        }
    }

    private Tool.Result result(Method method, HttpOutcome outcome, String followed) {
        return switch (outcome) {
            case NotSent(String why) ->
                    Tool.Result.failed(followed + "nothing was sent: " + secrets.hide(why));
            case Lost(String why) ->
                    method.safe()
                            ? Tool.Result.failed(followed + "no answer came: " + secrets.hide(why))
                            : new Tool.Result(
                                    "the request was sent and no answer came, so nobody knows whether it took effect: "
                                            + secrets.hide(why),
                                    Tool.Result.Status.UNKNOWN);
            case Answered answer ->
                    new Tool.Result(
                            followed + new HttpText(secrets).of(answer), status(method, answer));
        };
    }

    private static Tool.Result.Status status(Method method, Answered answer) {
        if (method.safe()) {
            return answer.body().end() instanceof HttpOutcome.End.Cut
                    ? Tool.Result.Status.FAILED
                    : Tool.Result.Status.DONE;
        }
        return GATEWAY_LOST.contains(answer.status())
                ? Tool.Result.Status.UNKNOWN
                : Tool.Result.Status.DONE;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /// What is left of a call's time, by the monotonic clock.
    private record Remaining(long started, Duration limit) {
        Remaining(Duration limit) {
            this(System.nanoTime(), limit);
        }

        Duration left() {
            return limit.minusNanos(System.nanoTime() - started);
        }
    }
}
