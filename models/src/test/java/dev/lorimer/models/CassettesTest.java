package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lorimer.model.Message;
import dev.lorimer.model.ModelException.Kind;
import dev.lorimer.model.Reply;
import dev.lorimer.model.Request;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Recorded traffic of every wire, read twice: by the codecs and by an [Oracle].
class CassettesTest {
    static Stream<Recorded> replies() {
        return Cassettes.load().filter(Recorded::known).filter(one -> one.status() == 200);
    }

    static Stream<Recorded> answers() {
        return Cassettes.answers().filter(Recorded::known);
    }

    static Stream<Recorded> streams() {
        return replies()
                .filter(Recorded::streamed)
                .filter(recorded -> !recorded.oracle().failed(recorded));
    }

    static Stream<Recorded> counts() {
        return Cassettes.load()
                .filter(recorded -> Cassettes.COUNTS.containsKey(recorded.api()))
                .filter(recorded -> recorded.status() == 200);
    }

    static Stream<Recorded> errors() {
        return Cassettes.load().filter(recorded -> recorded.status() >= 400);
    }

    static Stream<Cassettes.Link> links() {
        return Cassettes.links().filter(link -> link.answer().known() && link.next().known());
    }

    static Stream<String> strangers() {
        Map<String, Long> strangers =
                Stream.concat(Cassettes.load(), Cassettes.answers())
                        .filter(recorded -> !recorded.known())
                        .filter(recorded -> !Cassettes.COUNTS.containsKey(recorded.api()))
                        .collect(Collectors.groupingBy(Recorded::api, Collectors.counting()));
        return strangers.entrySet().stream().map(e -> e.getValue() + " of " + e.getKey()).sorted();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("replies")
    void every_recorded_reply_is_read_whole(Recorded recorded) {
        assertReadWhole(recorded, true);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("answers")
    void every_rare_answer_is_read_whole(Recorded recorded) {
        assertReadWhole(recorded, false);
    }

    /// @param told whether the pieces say what the whole says: in answers that were shortened by
    ///   hand they do not
    private static void assertReadWhole(Recorded recorded, boolean told) {
        if (recorded.oracle().failed(recorded)) {
            assertThatThrownBy(() -> read(recorded, 4096, new ArrayList<>()))
                    .isInstanceOf(Rejection.InReply.class);
            return;
        }
        Optional<PlainReading> read = recorded.oracle().reply(recorded);
        if (read.isEmpty() || read.get().hollow()) {
            // Some recordings hold no reply at all: an echo of the request, nothing, or an answer
            // to another question, such as embeddings.
            assertThatThrownBy(() -> read(recorded, 4096, new ArrayList<>()))
                    .isInstanceOf(BrokenReply.class);
            return;
        }
        PlainReading plain = read.get();
        var pieces = new ArrayList<String>();
        Reply reply = read(recorded, Integer.MAX_VALUE, pieces);

        assertThat(reply.message().text()).isEqualTo(plain.text());
        assertSameCalls(reply.message().calls(), plain.calls());
        assertThat(reply.usage()).isEqualTo(plain.usage());
        assertThat(reply.stop()).isEqualTo(plain.stop());
        if (told) {
            assertThat(String.join("", pieces)).isEqualTo(plain.text());
        }
        String kept =
                reply.message().privateParts().stream()
                        .map(Message.PrivatePart::json)
                        .collect(Collectors.joining("\n"));
        for (String secret : plain.privateTexts()) {
            assertThat(kept).contains(StrictText.JSON.writeValueAsString(secret));
        }
    }

    /// Where the wire gives no id, ours is no news.
    private static void assertSameCalls(List<Message.ToolCall> calls, List<PlainCall> plain) {
        assertThat(calls).hasSameSizeAs(plain);
        for (int at = 0; at < calls.size(); at++) {
            PlainCall expected = plain.get(at);
            Message.ToolCall call = calls.get(at);
            String id = expected.id().isEmpty() ? "" : call.id();
            assertThat(PlainCall.of(id, call.name(), call.arguments())).isEqualTo(expected);
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("replies")
    void a_reply_is_the_same_byte_by_byte(Recorded recorded) {
        Optional<PlainReading> plain = recorded.oracle().reply(recorded);
        if (plain.isPresent() && !plain.get().hollow()) {
            assertThat(read(recorded, 1, new ArrayList<>()))
                    .isEqualTo(read(recorded, Integer.MAX_VALUE, new ArrayList<>()));
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("streams")
    void a_cut_stream_is_never_a_reply(Recorded recorded) {
        byte[] body = recorded.bytes();
        int whole = recorded.oracle().wholeFrom(recorded);
        int step = Math.max(1, whole / 41);
        for (int end = 0; end < whole; end += step) {
            byte[] cut = Arrays.copyOf(body, end);
            assertThatThrownBy(() ->
                            Given.read(recorded.dialect(), asked(recorded), cut, 4096, Given::deaf))
                    .isInstanceOfSatisfying(
                            BrokenReply.class,
                            broken -> assertThat(broken.kind()).isEqualTo(Kind.CUT));
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("counts")
    void every_recorded_count_is_read(Recorded recorded) {
        long plain = recorded.response().at("/body/input_tokens").asLong();
        assertThat(
                        Objects.requireNonNull(Cassettes.COUNTS.get(recorded.api()))
                                .read(recorded.text()))
                .isPositive()
                .isEqualTo(plain);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("errors")
    void every_recorded_error_has_its_kind(Recorded recorded) {
        ErrorText text = ErrorText.of(recorded.text());
        HttpHeaders headers = HttpHeaders.of(recorded.headers(), (_, _) -> true);
        Optional<Duration> hint = RetryHint.of(headers, text, Instant.EPOCH);
        assertThat(Rejection.kind(recorded.status(), text, hint.isPresent(), recorded.letters()))
                .isEqualTo(RecordedErrors.expected(recorded));
        boolean told =
                recorded.headers().containsKey("retry-after")
                        || recorded.text().contains("retryDelay");
        boolean mentioned = told || recorded.text().contains("try");
        assertThat(hint.isPresent()).matches(hinted -> hinted ? mentioned : !told);
        assertThat(text.words().isEmpty()).isEqualTo(recorded.text().isBlank());
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("links")
    void an_assistant_turn_goes_back_as_recorded(Cassettes.Link link) {
        Recorded answered = link.answer();
        assumeTrue(
                answered.api().equals(link.next().api()),
                "the next request goes over another wire; what that one gets is no reply of its own");
        Optional<PlainReading> answer = answered.oracle().reply(answered);
        Optional<PlainTurn> found =
                answer.flatMap(read -> turn(answered, link.next().request().path("body"), read));
        assumeTrue(found.isPresent(), "the next request does not carry the answer as it was");
        PlainTurn recorded = found.orElseThrow();
        Reply reply = read(answered, 4096, new ArrayList<>());

        PlainTurn sent =
                turn(answered, encoded(answered, reply, recorded), answer.orElseThrow())
                        .orElseThrow();
        assertSameCalls(reply.message().calls(), answer.orElseThrow().calls());
        assertThat(sent.calls()).hasSameSizeAs(recorded.calls()).allMatch(like(recorded.calls()));
        assertThat(sent.says(answer.orElseThrow())).isTrue();
        assertThat(sent.positions()).containsAll(recorded.positions());
        assertThat(sent.thoughts()).containsAll(recorded.thoughts());
    }

    private static java.util.function.Predicate<PlainCall> like(List<PlainCall> calls) {
        return call -> calls.stream().anyMatch(call::like);
    }

    private static Optional<PlainTurn> turn(Recorded recorded, JsonNode body, PlainReading answer) {
        return recorded.oracle().turn(body, answer);
    }

    /// The request that we would send after that reply, with the recorded results.
    private static JsonNode encoded(Recorded answered, Reply reply, PlainTurn recorded) {
        var messages = new ArrayList<Message>();
        messages.add(new Message.User("go"));
        messages.add(reply.message());
        List<Message.ToolCall> calls = reply.message().calls();
        var open = new ArrayList<>(calls);
        for (int at = 0; at < recorded.results().size(); at++) {
            PlainTurn.PlainResult result = recorded.results().get(at);
            int position = recorded.position(result, at);
            if (position < calls.size() && open.remove(calls.get(position))) {
                messages.add(
                        new Message.ToolResult(
                                calls.get(position).id(), result.text(), result.error()));
            }
        }
        open.forEach(call -> messages.add(new Message.ToolResult(call.id(), "none", false)));
        Request request = Given.request(messages.toArray(Message[]::new));
        Dialect dialect = answered.dialect();
        var asked = new Asked(dialect.name(), answered.model(), request);
        return StrictText.JSON.readTree(dialect.encode(asked));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("strangers")
    void no_dialect_reads(String strangers) {
        abort(strangers + ": no dialect of ours speaks this, so these recordings are not tested");
    }

    @Test
    void recordings_are_at_hand() {
        assumeTrue(
                Cassettes.directory().isPresent(),
                "no recorded traffic: put it into ../shared/cassettes or name its directory with"
                        + " -Dlorimer.cassettes; the tests against it are skipped");
        assertThat(Cassettes.load()).isNotEmpty();
        if (Cassettes.usual()) {
            assertThat(replies()).hasSizeGreaterThan(300);
            assertThat(links()).hasSizeGreaterThan(90);
        }
    }

    private static Asked asked(Recorded recorded) {
        return new Asked(
                recorded.dialect().name(), recorded.model(), Given.request(new Message.User("go")));
    }

    private static Reply read(Recorded recorded, int chunk, List<String> pieces) {
        return Given.read(
                recorded.dialect(), asked(recorded), recorded.bytes(), chunk, pieces::add);
    }
}
