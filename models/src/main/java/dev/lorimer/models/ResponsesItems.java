package dev.lorimer.models;

import dev.lorimer.model.Message;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One assistant message as the items of a Responses request.
///
/// Items are put back from their private parts: a message takes its text from the conversation by
/// its length (`letters`), a call takes the next call. What has no part of its own, since another
/// model wrote it, becomes an item with nothing but the text, or the call.
final class ResponsesItems {
    static final String LETTERS = "letters";

    /// Items that are calls of ours, and the member that holds what the model wrote.
    static final Map<String, String> CALLS =
            Map.of("function_call", "arguments", "custom_tool_call", "input");

    /// Items that ask the client to do something that it has never offered. Without an output after
    /// them the provider refuses the whole request.
    private static final Set<String> UNANSWERABLE =
            Set.of("local_shell_call", "shell_call", "apply_patch_call", "computer_call");

    private final Message.Assistant message;
    private final ArrayNode items = StrictText.newArray();
    private final Map<String, String> types = new HashMap<>();
    private final SentIds ids;
    private int textSent;
    private int callsSent;

    ResponsesItems(Message.Assistant message, String key, SentIds ids) {
        this.message = message;
        this.ids = ids;
        var outputs = new HashSet<String>();
        for (Message.PrivatePart part : message.privateParts()) {
            PlacedBlock.read(part, key)
                    .filter(placed -> type(placed.block()).endsWith("_output"))
                    .ifPresent(placed -> outputs.add(callId(placed.block())));
        }
        for (Message.PrivatePart part : message.privateParts()) {
            PlacedBlock.read(part, key).ifPresent(placed -> put(placed, outputs));
        }
        said(message.text().length());
        called(message.calls().size());
    }

    ArrayNode sent() {
        return items;
    }

    /// The type of each call's item, by the id that the conversation knows the call by.
    Map<String, String> types() {
        return types;
    }

    /// The ids of all calls that this very server has made.
    static Set<String> own(Asked asked) {
        var own = new HashSet<String>();
        for (Message message : asked.request().messages()) {
            if (message instanceof Message.Assistant said) {
                for (Message.PrivatePart part : said.privateParts()) {
                    PlacedBlock.read(part, asked.privateKey())
                            .filter(placed -> CALLS.containsKey(type(placed.block())))
                            .filter(placed -> placed.calls() < said.calls().size())
                            .ifPresent(placed -> own.add(said.calls().get(placed.calls()).id()));
                }
            }
        }
        return own;
    }

    private void put(PlacedBlock placed, Set<String> outputs) {
        said(placed.text());
        called(placed.calls());
        ObjectNode block = placed.block();
        String type = type(block);
        if (type.equals("message")) {
            message(block.deepCopy());
        } else if (CALLS.containsKey(type)) {
            if (callsSent < message.calls().size()) {
                call(message.calls().get(callsSent++), block.deepCopy());
            }
        } else if (sendable(block, outputs)) {
            items.add(block);
        }
    }

    private static boolean sendable(ObjectNode block, Set<String> outputs) {
        String type = type(block);
        if (UNANSWERABLE.contains(type)) {
            return outputs.contains(callId(block));
        }
        // Only its name is left of it, and nobody has kept what that name stands for.
        boolean nameless =
                StrictText.string(block, "encrypted_content").isEmpty()
                        && block.path("content").isEmpty();
        return !(type.equals("reasoning") && nameless);
    }

    private static String type(JsonNode block) {
        return block.path("type").asString("");
    }

    private static String callId(JsonNode block) {
        return block.path("call_id").asString("");
    }

    private void message(ObjectNode block) {
        int before = textSent;
        int letters = 0;
        for (JsonNode part : block.path("content")) {
            Optional<ObjectNode> content = part.asObjectOpt().filter(json -> json.has(LETTERS));
            if (content.isPresent()) {
                int said = content.get().path(LETTERS).asInt(0);
                letters += said;
                int end = Math.clamp(textSent + (long) said, textSent, message.text().length());
                String member = type(part).equals("refusal") ? "refusal" : "text";
                content.get().put(member, message.text().substring(textSent, end));
                content.get().remove(LETTERS);
                textSent = end;
            }
        }
        // A message that was shortened since may have lost all that this item said.
        boolean lost = textSent == before && letters > 0;
        if (!lost) {
            items.add(block);
        }
    }

    private void said(int until) {
        int end = Math.clamp(until, textSent, message.text().length());
        String text = message.text().substring(textSent, end);
        if (!text.isBlank()) {
            items.addObject().put("role", "assistant").put("content", text);
        }
        textSent = end;
    }

    private void called(int until) {
        while (callsSent < Math.min(until, message.calls().size())) {
            Message.ToolCall call = message.calls().get(callsSent++);
            call(call, StrictText.newObject().put("type", "function_call"));
        }
    }

    private void call(Message.ToolCall call, ObjectNode block) {
        String type = type(block);
        block.put("call_id", ids.call(call.id()));
        block.put("name", OpenAiChat.sentName(call.name()));
        block.put(CALLS.getOrDefault(type, "arguments"), call.arguments());
        items.add(block);
        types.put(call.id(), type);
    }
}
