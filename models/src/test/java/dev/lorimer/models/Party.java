package dev.lorimer.models;

import dev.lorimer.model.Message;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Somebody who can take part in a conversation: a model behind a dialect, with what its provider
/// accepts and how its replies look.
record Party(Dialect dialect, String model, WireRules rules, Writer writer) {
    String key() {
        return dialect.name() + ":" + model;
    }

    @Override
    public String toString() {
        return key();
    }

    /// Writes a whole reply as the provider would.
    interface Writer {
        /// @param secret stands in all that is private to the provider
        ObjectNode reply(String text, List<Message.ToolCall> calls, String secret);
    }

    /// All the dialects there are, each with models that differ in what they take.
    static List<Party> all() {
        return List.of(
                messages("claude-3-5-sonnet-20241022"),
                messages("claude-sonnet-4-5"),
                messages("claude-opus-4-8"),
                chat("openai", "gpt-4o"),
                chat("mistral", "mistral-large-latest"),
                new Party(new OpenAiResponses(), "gpt-5.4", new ResponsesRules(), Party::response),
                gemini("gemini-2.5-flash", false),
                gemini("gemini-3.1-pro", true),
                new Party(
                        new GeminiInteractions(),
                        "gemini-3.5-flash",
                        new InteractionsRules(),
                        Party::steps),
                invoke("eu.anthropic.claude-sonnet-4-5-20250929-v1:0", Party::message),
                invoke("us.amazon.nova-pro-v1:0", Party::output),
                converse("anthropic.claude-sonnet-4-5-20250929-v1:0"),
                converse("amazon.nova-pro-v1:0"),
                new Party(new CohereChat(), "command-a-03-2025", new CohereRules(), Party::cohere),
                new Party(new OllamaChat(), "qwen3:8b", new OllamaRules(), Party::ollama));
    }

    private static Party gemini(String model, boolean signed) {
        return new Party(new GeminiContent(), model, new GeminiRules(signed), Party::candidate);
    }

    private static Party invoke(String model, Writer writer) {
        var dialect = new BedrockInvoke(Optional.empty());
        return new Party(dialect, model, new InvokeRules(), writer);
    }

    private static Party converse(String model) {
        var dialect = new BedrockConverse(Optional.empty());
        return new Party(dialect, model, new ConverseRules(), Party::output);
    }

    private static Party messages(String model) {
        return new Party(new AnthropicMessages(), model, new MessagesRules(), Party::message);
    }

    private static Party chat(String provider, String model) {
        return new Party(Given.chat(provider, "", model), model, new ChatRules(), Party::chatReply);
    }

    private static ObjectNode message(String text, List<Message.ToolCall> calls, String secret) {
        ObjectNode reply = StrictText.newObject().put("type", "message").put("role", "assistant");
        ArrayNode content = reply.putArray("content");
        ObjectNode thought = content.addObject().put("type", "thinking");
        thought.put("thinking", "hm " + secret).put("signature", "sig " + secret);
        content.addObject().put("type", "redacted_thinking").put("data", secret);
        int half = text.offsetByCodePoints(0, text.codePointCount(0, text.length()) / 2);
        content.addObject().put("type", "text").put("text", text.substring(0, half));
        ObjectNode search = content.addObject().put("type", "server_tool_use");
        search.put("id", "srvtoolu_" + secret).put("name", "web_search").putObject("input");
        ObjectNode found = content.addObject().put("type", "web_search_tool_result");
        found.put("tool_use_id", "srvtoolu_" + secret).putArray("content");
        ObjectNode rest = content.addObject().put("type", "text");
        rest.put("text", text.substring(half));
        rest.putArray("citations").addObject().put("type", "x").put("encrypted_index", secret);
        for (Message.ToolCall call : calls) {
            ObjectNode use = content.addObject().put("type", "tool_use");
            use.put("id", call.id()).put("name", call.name());
            use.set("input", object(call));
        }
        reply.put("stop_reason", calls.isEmpty() ? "end_turn" : "tool_use");
        reply.putObject("usage").put("input_tokens", 3).put("output_tokens", 2);
        return reply;
    }

    private static ObjectNode object(Message.ToolCall call) {
        return StrictText.object(call.arguments()).orElseGet(StrictText::newObject);
    }

    private static ObjectNode chatReply(String text, List<Message.ToolCall> calls, String secret) {
        ObjectNode reply = StrictText.newObject();
        ObjectNode choice = reply.putArray("choices").addObject().put("index", 0);
        choice.put("finish_reason", calls.isEmpty() ? "stop" : "tool_calls");
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        message.put("content", text).put("reasoning_content", "hm " + secret);
        if (!calls.isEmpty()) {
            ArrayNode wires = message.putArray("tool_calls");
            for (Message.ToolCall call : calls) {
                ObjectNode wire = wires.addObject().put("id", call.id()).put("type", "function");
                ObjectNode function = wire.putObject("function").put("name", call.name());
                function.put("arguments", call.arguments());
            }
        }
        return reply;
    }

    private static ObjectNode response(String text, List<Message.ToolCall> calls, String secret) {
        ObjectNode reply = StrictText.newObject().put("object", "response");
        ArrayNode output = reply.put("status", "completed").putArray("output");
        ObjectNode reasoning =
                output.addObject().put("type", "reasoning").put("id", "rs_" + secret);
        reasoning.put("encrypted_content", secret).putArray("summary");
        ObjectNode message = output.addObject().put("type", "message").put("id", "msg_" + secret);
        ObjectNode said = message.put("role", "assistant").putArray("content").addObject();
        said.put("type", "output_text").put("text", text).putArray("annotations");
        int number = 0;
        for (Message.ToolCall call : calls) {
            ObjectNode item = output.addObject().put("type", "function_call");
            item.put("id", "fc_" + secret + number++).put("call_id", call.id());
            item.put("name", call.name()).put("arguments", call.arguments());
            item.put("status", "completed");
        }
        return reply;
    }

    private static ObjectNode candidate(String text, List<Message.ToolCall> calls, String secret) {
        ObjectNode reply = StrictText.newObject();
        ObjectNode candidate = reply.putArray("candidates").addObject();
        candidate.put("finishReason", "STOP");
        ArrayNode parts = candidate.putObject("content").put("role", "model").putArray("parts");
        parts.addObject().put("text", "hm " + secret).put("thought", true);
        ObjectNode said = parts.addObject().put("text", text);
        if (calls.isEmpty()) {
            said.put("thoughtSignature", secret);
        }
        for (int at = 0; at < calls.size(); at++) {
            Message.ToolCall call = calls.get(at);
            ObjectNode part = parts.addObject();
            part.putObject("functionCall").put("name", call.name()).set("args", object(call));
            if (at == 0) {
                // Parallel calls have one signature among them.
                part.put("thoughtSignature", secret);
            }
        }
        return reply;
    }

    private static ObjectNode steps(String text, List<Message.ToolCall> calls, String secret) {
        ObjectNode reply = StrictText.newObject().put("id", "").put("object", "interaction");
        reply.put("status", calls.isEmpty() ? "completed" : "requires_action");
        ArrayNode steps = reply.putArray("steps");
        ObjectNode thought = steps.addObject().put("type", "thought").put("signature", secret);
        thought.putArray("summary").addObject().put("type", "text").put("text", "hm " + secret);
        ObjectNode search = steps.addObject().put("type", "google_search_call");
        search.put("id", secret).putObject("arguments").putArray("queries").add(secret);
        ArrayNode content = steps.addObject().put("type", "model_output").putArray("content");
        content.addObject().put("type", "text").put("text", text);
        for (Message.ToolCall call : calls) {
            ObjectNode step = steps.addObject().put("type", "function_call").put("id", call.id());
            step.put("name", call.name()).set("arguments", object(call));
        }
        return reply;
    }

    private static ObjectNode output(String text, List<Message.ToolCall> calls, String secret) {
        ObjectNode reply = StrictText.newObject();
        reply.put("stopReason", calls.isEmpty() ? "end_turn" : "tool_use");
        ObjectNode message =
                reply.putObject("output").putObject("message").put("role", "assistant");
        ArrayNode content = message.putArray("content");
        ObjectNode thought = content.addObject().putObject("reasoningContent");
        thought.putObject("reasoningText").put("text", "hm " + secret).put("signature", secret);
        content.addObject().put("text", text);
        for (Message.ToolCall call : calls) {
            ObjectNode use = content.addObject().putObject("toolUse");
            use.put("toolUseId", call.id()).put("name", call.name()).set("input", object(call));
        }
        return reply;
    }

    private static ObjectNode cohere(String text, List<Message.ToolCall> calls, String secret) {
        ObjectNode reply = StrictText.newObject();
        reply.put("finish_reason", calls.isEmpty() ? "COMPLETE" : "TOOL_CALL");
        ObjectNode message = reply.putObject("message").put("role", "assistant");
        ArrayNode content = message.putArray("content");
        content.addObject().put("type", "thinking").put("thinking", "hm " + secret);
        content.addObject().put("type", "text").put("text", text);
        if (!calls.isEmpty()) {
            message.put("tool_plan", "to look, " + secret);
            ArrayNode wires = message.putArray("tool_calls");
            for (Message.ToolCall call : calls) {
                ObjectNode wire = wires.addObject().put("id", call.id()).put("type", "function");
                ObjectNode function = wire.putObject("function").put("name", call.name());
                function.put("arguments", call.arguments());
            }
        }
        return reply;
    }

    private static ObjectNode ollama(String text, List<Message.ToolCall> calls, String secret) {
        ObjectNode reply = StrictText.newObject().put("done", true).put("done_reason", "stop");
        ObjectNode message = reply.putObject("message").put("role", "assistant");
        message.put("content", text).put("thinking", "hm " + secret);
        ArrayNode wires = message.putArray("tool_calls");
        for (Message.ToolCall call : calls) {
            ObjectNode function = wires.addObject().put("id", call.id()).putObject("function");
            function.put("name", call.name()).set("arguments", object(call));
        }
        return reply;
    }

    /// The message that the dialect makes of such a reply, in a conversation so far.
    Optional<Message.Assistant> says(
            List<Message> before, String text, List<Message.ToolCall> calls, String secret) {
        var asked = new Asked(dialect.name(), model, Given.request(before.toArray(Message[]::new)));
        String body = StrictText.write(writer.reply(text, calls, secret));
        try {
            return Optional.of(dialect.decode(asked, body, Given::deaf).message());
        } catch (BrokenReply empty) {
            return Optional.empty();
        }
    }
}
