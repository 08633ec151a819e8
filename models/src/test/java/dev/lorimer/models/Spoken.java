package dev.lorimer.models;

import dev.lorimer.model.Message.ToolCall;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/// Every dialect as the fault matrix needs it: how its model is named, what its replies look like,
/// and how they say that they ended otherwise.
enum Spoken {
    CHAT("openai:m", new OpenAiChatContractTest()),
    RESPONSES("openai-responses:m", new OpenAiResponsesContractTest()),
    MESSAGES("anthropic:m", new AnthropicContractTest()),
    GEMINI("gemini:m", new GeminiContractTest()),
    INTERACTIONS("gemini-interactions:m", new InteractionsContractTest()),
    INVOKE("bedrock-invoke:anthropic.claude-sonnet-4-5", new InvokeContractTest()),
    INVOKE_NOVA("bedrock-invoke:amazon.nova-pro-v1:0", new InvokeNovaContractTest()),
    CONVERSE("bedrock:m", new ConverseContractTest());

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
        return wire.stream(
                wire.calling(ONE, TWO).stream()
                        .map(event ->
                                switch (this) {
                                    case CHAT -> event.replace("\"tool_calls\"}", "\"length\"}");
                                    case RESPONSES ->
                                            event.contains("response.completed")
                                                    ? incomplete(event, "max_output_tokens")
                                                    : event;
                                    case INTERACTIONS ->
                                            event.replace("requires_action", "incomplete");
                                    case MESSAGES, INVOKE ->
                                            event.replace(
                                                    "\"stop_reason\":\"tool_use\"",
                                                    "\"stop_reason\":\"max_tokens\"");
                                    case GEMINI ->
                                            event.replace(
                                                    "\"finishReason\":\"STOP\"",
                                                    "\"finishReason\":\"MAX_TOKENS\"");
                                    case CONVERSE, INVOKE_NOVA ->
                                            event.replace(
                                                    "\"stopReason\":\"tool_use\"",
                                                    "\"stopReason\":\"max_tokens\"");
                                })
                        .toList());
    }

    /// A reply that a filter has ended.
    byte[] filtered() {
        return wire.stream(
                wire.saying("so far").stream()
                        .map(event ->
                                switch (this) {
                                    case CHAT -> event.replace("\"stop\"", "\"content_filter\"");
                                    case RESPONSES ->
                                            event.contains("response.completed")
                                                    ? incomplete(event, "content_filter")
                                                    : event;
                                    case INTERACTIONS ->
                                            event.replace(
                                                    "\"status\":\"completed\"",
                                                    "\"status\":\"failed\",\"errors\":"
                                                            + "[{\"code\":\"safety\"}]");
                                    case MESSAGES, INVOKE ->
                                            event.replace(
                                                    "\"stop_reason\":\"end_turn\"",
                                                    "\"stop_reason\":\"refusal\"");
                                    case GEMINI ->
                                            event.replace(
                                                    "\"finishReason\":\"STOP\"",
                                                    "\"finishReason\":\"SAFETY\"");
                                    case CONVERSE, INVOKE_NOVA ->
                                            event.replace(
                                                    "\"stopReason\":\"end_turn\"",
                                                    "\"stopReason\":\"guardrail_intervened\"");
                                })
                        .toList());
    }

    private static String incomplete(String event, String reason) {
        return event.replace("response.completed", "response.incomplete")
                .replace(
                        "\"status\":\"completed\",\"incomplete",
                        "\"status\":\"incomplete\",\"incomplete")
                .replace(
                        "\"incomplete_details\":null",
                        "\"incomplete_details\":{\"reason\":\"" + reason + "\"}");
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
        return switch (this) {
            case CHAT, GEMINI -> false;
            case RESPONSES, MESSAGES, CONVERSE -> true;
            case INTERACTIONS, INVOKE, INVOKE_NOVA -> true;
        };
    }

    /// Whether its events are frames of bytes.
    boolean framed() {
        return switch (this) {
            case CONVERSE, INVOKE, INVOKE_NOVA -> true;
            case CHAT, RESPONSES, MESSAGES, GEMINI, INTERACTIONS -> false;
        };
    }

    /// Whether the event begins a call.
    boolean begins(String event) {
        return switch (this) {
            case CHAT, GEMINI -> false;
            case RESPONSES -> event.contains("output_item.added");
            case MESSAGES, INVOKE -> event.contains("content_block_start");
            case INTERACTIONS -> event.contains("step.start");
            case CONVERSE, INVOKE_NOVA -> event.contains("\"start\"");
        };
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
