package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.model.ModelException;
import dev.lorimer.model.ModelException.Kind;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Failures inside the streams of Amazon Bedrock: frames of their own, with a name in the header.
// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html and
// API_runtime_InvokeModelWithResponseStream.html, "stream"
class StreamExceptionsTest extends Wired {
    static Stream<Arguments> exceptions() {
        String busy = "{\"message\":\"Too many requests, please wait before trying again.\"}";
        String failed =
                "{\"message\":\"The model failed.\",\"originalStatusCode\":500,"
                        + "\"originalMessage\":\"boom\"}";
        String long_ = "{\"message\":\"Input is too long for requested model.\"}";
        Map<List<String>, Kind> kinds =
                Map.ofEntries(
                        Map.entry(List.of("throttlingException", busy), Kind.RATE_LIMITED),
                        Map.entry(List.of("throttlingException", "{}"), Kind.RATE_LIMITED),
                        Map.entry(List.of("modelStreamErrorException", failed), Kind.TRANSIENT),
                        Map.entry(List.of("internalServerException", "{}"), Kind.TRANSIENT),
                        Map.entry(List.of("serviceUnavailableException", "{}"), Kind.OVERLOADED),
                        Map.entry(List.of("modelTimeoutException", "{}"), Kind.TIMEOUT),
                        Map.entry(
                                List.of("validationException", "{\"message\":\"no such field\"}"),
                                Kind.INVALID_REQUEST),
                        Map.entry(List.of("validationException", long_), Kind.CONTEXT_TOO_LONG),
                        Map.entry(List.of("tomorrowsException", "{}"), Kind.TRANSIENT));
        return Stream.of(Spoken.CONVERSE, Spoken.INVOKE, Spoken.INVOKE_NOVA)
                .flatMap(spoken ->
                        kinds.entrySet().stream()
                                .map(one ->
                                        Arguments.of(
                                                spoken,
                                                one.getKey().getFirst(),
                                                one.getKey().getLast(),
                                                one.getValue())));
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void a_failure_in_a_stream_has_its_kind(Spoken spoken, String type, String payload, Kind kind)
            throws Exception {
        List<String> events = spoken.wire().saying("so far");
        for (int begun : List.of(0, 1, 2)) {
            var body = new ByteArrayOutputStream();
            body.writeBytes(spoken.wire().stream(events.subList(0, begun)));
            body.writeBytes(
                    ConverseOracle.frame(
                            Map.of(":message-type", "exception", ":exception-type", type),
                            payload));
            assertThat(failure(spoken, body.toByteArray())).isEqualTo(kind);
        }
    }

    /// Failures of the stream itself have a code and a message in their headers.
    @ParameterizedTest
    @MethodSource("exceptions")
    void a_failure_of_the_stream_has_its_kind(Spoken spoken, String type, String payload, Kind kind)
            throws Exception {
        String said =
                StrictText.object(payload).orElseThrow().path("message").asString("it failed");
        var headers = Map.of(":message-type", "error", ":error-code", type, ":error-message", said);
        assertThat(failure(spoken, ConverseOracle.frame(headers, ""))).isEqualTo(kind);
    }

    private Kind failure(Spoken spoken, byte[] body) throws Exception {
        byte[] answer = Spoken.answer(200, "", body);
        try (var server = new FakeServer(out -> out.write(answer))) {
            // Each case has its own gate: what one learned would hold the next one back.
            models.close();
            models = models(PATIENT);
            ModelException failure = failure(open(spoken.model(), server));
            assertThat(failure).hasMessageStartingWith(spoken.model());
            return failure.kind();
        }
    }
}
