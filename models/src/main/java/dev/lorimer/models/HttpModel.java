package dev.lorimer.models;

import dev.lorimer.model.Model;
import dev.lorimer.model.ModelException;
import dev.lorimer.model.ModelException.Kind;
import dev.lorimer.model.Reply;
import dev.lorimer.model.Request;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;

/// A model behind HTTP: a dialect says what to send and how to read it, an [Exchange] carries it,
/// and here every way to fail becomes a [ModelException].
final class HttpModel implements Model {
    /// An error that needs more is a web page.
    private static final int ERROR_BYTES_MAX = 64 * 1024;

    private final Dialect dialect;
    private final ModelSpec.Wire spec;
    private final URI to;
    private final Optional<ApiKey> key;
    private final Exchange exchange;
    private final Gate gate;
    private final InstantSource clock;

    HttpModel(
            Dialect dialect,
            ModelSpec.Wire spec,
            Optional<ApiKey> key,
            Exchange exchange,
            Gate gate,
            InstantSource clock) {
        this.dialect = dialect;
        this.spec = spec;
        this.to = dialect.endpoint(spec.baseUrl(), spec.model());
        this.key = key;
        this.exchange = exchange;
        this.gate = gate;
        this.clock = clock;
    }

    /// What all runs of this process have learned of it.
    Health health() {
        return gate.health(name(), Gates.server(spec.baseUrl()));
    }

    @Override
    public String name() {
        return spec.provider().prefix() + ":" + spec.model();
    }

    @Override
    public Reply complete(Request request, Consumer<String> onText) throws InterruptedException {
        var asked = new Asked(dialect.name(), spec.model(), request);
        String body = dialect.encode(asked);
        try (var ticket = gate.enter(name(), request)) {
            try {
                Reply reply = ask(asked, request(to, body), onText, ticket);
                ticket.replied(reply.usage());
                return reply;
            } catch (ModelException failure) {
                ticket.failed(failure);
                throw failure;
            }
        }
    }

    private Reply ask(Asked asked, Sent sent, Consumer<String> onText, Gate.Ticket ticket)
            throws InterruptedException {
        return exchanged(
                asked,
                sent,
                (answer, body) -> {
                    ticket.answered(
                            answer.accepts(), LimitReading.of(answer.headers(), clock.instant()));
                    if (answer.accepts()) {
                        return dialect.read(asked, body, onText);
                    }
                    throw refusal(answer, error(answer, body), asked);
                });
    }

    @Override
    public OptionalLong tokens(Request request) throws InterruptedException {
        Optional<Dialect.Count> count = dialect.count();
        if (count.isEmpty()) {
            return OptionalLong.empty();
        }
        var asked = new Asked(dialect.name(), spec.model(), request);
        URI counter = count.get().endpoint(spec.baseUrl(), spec.model());
        return exchanged(
                asked,
                request(counter, count.get().encode(asked)),
                (answer, body) -> tokens(count.get(), asked, answer, body));
    }

    private OptionalLong tokens(Dialect.Count count, Asked asked, Answer answer, InputStream body)
            throws IOException {
        if (answer.accepts()) {
            return OptionalLong.of(count.read(StrictText.utf8(body.readAllBytes())));
        }
        ErrorText error = error(answer, body);
        if (countsNone(answer.status(), error)) {
            return OptionalLong.empty();
        }
        throw refusal(answer, error, asked);
    }

    /// Many servers that copy a dialect leave this endpoint out; a model that is not there is
    /// another matter.
    private static boolean countsNone(int status, ErrorText error) {
        return switch (status) {
            case 404 -> !error.says("model") && !error.hasCode("model_not_found");
            case 405, 501 -> true;
            default -> false;
        };
    }

    /// Every way to fail, as the failure that it is.
    private <T> T exchanged(Asked asked, Sent sent, Exchange.Reading<T> reading)
            throws InterruptedException {
        try {
            return exchange.run(sent, reading);
        } catch (Exchange.Expired expired) {
            throw failure(Kind.TIMEOUT, name() + " " + expired.what(), "");
        } catch (Exchange.Unanswered unanswered) {
            throw unanswered(unanswered.failure());
        } catch (IOException broken) {
            throw failure(Kind.CUT, name() + " broke its reply off", told(broken));
        } catch (BrokenReply broken) {
            String what = broken.kind() == Kind.CUT ? "an incomplete reply" : "no valid reply";
            throw failure(broken.kind(), name() + " gave " + what, broken.why());
        } catch (Rejection.InReply error) {
            throw rejected(
                    Rejection.NO_STATUS,
                    HttpHeaders.of(Map.of(), (_, _) -> true),
                    ErrorText.of(error.error()),
                    asked,
                    name() + " gave an error in place of a reply");
        }
    }

    private Sent request(URI target, String body) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("content-type", "application/json");
        headers.put("accept", "text/event-stream, application/json");
        headers.put("user-agent", "lorimer");
        var letter = new Dialect.Letter(target, body, key, clock.instant());
        headers.putAll(dialect.headers(letter));
        return new Sent(target, headers, Optional.of(body));
    }

    private ModelException refusal(Answer answer, ErrorText error, Asked asked) {
        int status = answer.status();
        return rejected(
                status,
                answer.headers(),
                error,
                asked,
                name() + " answered with status " + status + redirect(answer));
    }

    private static ErrorText error(Answer answer, InputStream body) {
        return ErrorText.of(errorBody(body), answer.headers());
    }

    /// What can be read of it: an error whose body breaks off is still an error of that status.
    private static String errorBody(InputStream body) {
        try {
            return new String(body.readNBytes(ERROR_BYTES_MAX), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            return "";
        }
    }

    /// A redirect names another address; only the user may decide that the key goes there.
    private String redirect(Answer answer) {
        Optional<String> target =
                answer.headers().firstValue("location").filter(_ -> answer.redirects());
        return target.map(address ->
                        ", a redirect to \""
                                + Wording.shortened(Wording.line(masked(address)), 100)
                                + "\" that is not followed")
                .orElse("");
    }

    private String masked(String text) {
        return key.map(k -> k.mask(text)).orElse(text);
    }

    private ModelException rejected(
            int status, HttpHeaders headers, ErrorText text, Asked asked, String before) {
        Optional<Duration> hint = RetryHint.of(headers, text, clock.instant());
        Kind kind = Rejection.kind(status, text, hint.isPresent(), asked.letters());
        return Rejection.exception(kind, before, text.words(), hint, key);
    }

    private ModelException unanswered(IOException failure) {
        URI base = spec.baseUrl();
        String before = name() + " could not be reached at " + base.getHost();
        return switch (failure) {
            case ConnectTimeoutException _ ->
                    failure(Kind.TIMEOUT, before, "no connection in time");
            case ConnectException refused -> failure(Kind.TRANSIENT, before, told(refused));
            case IOException tls when untrusted(tls) ->
                    // Never sent again and never without the check: who answers is not who was
                    // asked.
                    failure(Kind.INVALID_REQUEST, before + ": its certificate is not trusted", "");
            case IOException other ->
                    failure(Kind.TRANSIENT, name() + " gave no answer", told(other));
        };
    }

    private static boolean untrusted(Throwable failure) {
        for (Optional<Throwable> at = Optional.of(failure);
                at.isPresent();
                at = at.map(Throwable::getCause)) {
            if (at.get() instanceof CertificateException
                    || at.get() instanceof SSLPeerUnverifiedException) {
                return true;
            }
        }
        return false;
    }

    /// What the network said; some of the JDK's failures say nothing themselves but their cause
    /// does.
    private static String told(Throwable failure) {
        for (Optional<Throwable> at = Optional.of(failure);
                at.isPresent();
                at = at.map(Throwable::getCause)) {
            String message = at.get().getMessage();
            if (message != null && !message.isBlank()) {
                return message;
            }
        }
        return "no connection";
    }

    private ModelException failure(Kind kind, String before, String theirs) {
        return Rejection.exception(kind, before, theirs, Optional.empty(), key);
    }
}
