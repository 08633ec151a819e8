package dev.lorimer.models;

import dev.lorimer.model.Message.ToolCall;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Every dialect as the fault matrix needs it: how its model is named, and the contract test that
/// says what its replies look like.
enum Spoken {
    CHAT("openai:m", new OpenAiChatContractTest()),
    RESPONSES("openai-responses:m", new OpenAiResponsesContractTest()),
    MESSAGES("anthropic:m", new AnthropicContractTest()),
    GEMINI("gemini:m", new GeminiContractTest()),
    INTERACTIONS("gemini-interactions:m", new InteractionsContractTest()),
    INVOKE("bedrock-invoke:anthropic.claude-sonnet-4-5", new InvokeContractTest()),
    INVOKE_NOVA("bedrock-invoke:amazon.nova-pro-v1:0", new InvokeNovaContractTest()),
    CONVERSE("bedrock:m", new ConverseContractTest()),
    COHERE("cohere:m", new CohereContractTest()),
    OLLAMA("ollama-native:m", new OllamaContractTest());

    static final ToolCall ONE = new ToolCall("id-1", "look", "{\"x\":1}");
    static final ToolCall TWO = new ToolCall("id-2", "list", "{\"y\":[2]}");

    private final String model;

    // The checker can not see that a contract test has no state of its own.
    @SuppressWarnings("ImmutableEnumChecker")
    private final DialectContract wire;

    Spoken(String model, DialectContract wire) {
        this.model = model;
        this.wire = wire;
    }

    String model() {
        return model;
    }

    DialectContract wire() {
        return wire;
    }

    byte[] saying(String text) {
        return wire.stream(wire.saying(text));
    }

    byte[] calling() {
        return wire.stream(wire.calling(ONE, TWO));
    }

    /// The same calls in a reply that hit the limit of its tokens.
    byte[] callingUpToTheLimit() {
        return wire.stream(wire.calling(ONE, TWO).stream().map(wire::limited).toList());
    }

    /// A reply that a filter has ended; empty where the wire has no word for that.
    Optional<byte[]> filtered() {
        List<String> events = wire.saying("so far");
        List<String> filtered = events.stream().map(wire::filtered).toList();
        return Optional.of(filtered).filter(some -> !some.equals(events)).map(wire::stream);
    }

    /// Every beginning of the stream that ends between two events and is no whole reply yet.
    Stream<byte[]> beginnings(List<String> events) {
        byte[] all = wire.stream(events);
        return Stream.iterate(0, at -> at < events.size(), at -> at + 1)
                .map(at -> wire.stream(events.subList(0, at)))
                .filter(beginning -> beginning.length < wire.wholeFrom(all));
    }

    /// Whether events carry numbers by which a doubled or missing one shows.
    boolean numbered() {
        return wire.calling(ONE, TWO).stream().anyMatch(wire::begins);
    }

    /// Whether its events are frames of bytes.
    boolean framed() {
        return wire.framed();
    }

    /// Whether the event begins a call.
    boolean begins(String event) {
        return wire.begins(event);
    }

    /// An answer with that status and body, ended by closing the connection.
    static byte[] answer(int status, String headers, byte[] body) {
        var answer = new ByteArrayOutputStream();
        answer.writeBytes(FakeServer.http(status, headers, "").getBytes(StandardCharsets.UTF_8));
        answer.writeBytes(body);
        return answer.toByteArray();
    }

    /// An answer after which the connection can be used again.
    static byte[] kept(byte[] body) {
        var answer = new ByteArrayOutputStream();
        String head = "HTTP/1.1 200 X\r\ncontent-length: " + body.length + "\r\n\r\n";
        answer.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        answer.writeBytes(body);
        return answer.toByteArray();
    }
}
