package dev.lorimer.models;

import dev.lorimer.model.Message;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The steps of a message on their way back to the provider.
final class InteractionSteps {
    static final String CALL = "function_call";
    static final String OUTPUT = "model_output";

    /// What stands inside an output; everything else is a step of its own.
    static final Set<String> CONTENT = Set.of("text", "image", "audio", "video", "document");

    private final ArrayNode steps = StrictText.newArray();

    /// The content of the output that goes on.
    private Optional<ArrayNode> content = Optional.empty();

    private InteractionSteps() {}

    static ArrayNode restored(Message.Assistant message, Asked asked, SentIds ids) {
        Optional<ArrayNode> layout = Layout.of(message, asked.privateKey());
        ArrayNode parts =
                Layout.restored(
                        message,
                        layout.orElseGet(StrictText::newArray),
                        CALL,
                        (call, entry) -> called(call, entry, ids));
        if (layout.isEmpty() && GeminiSettings.of(asked).wantsSignatures()) {
            sign(parts);
        }
        var restored = new InteractionSteps();
        parts.forEach(part -> restored.add(part.asObject()));
        return restored.steps;
    }

    private static ObjectNode called(Message.ToolCall call, ObjectNode entry, SentIds ids) {
        ObjectNode step = StrictText.newObject().put("type", CALL);
        step.put("id", ids.call(call.id()));
        step.put("name", GeminiContent.sentName(call.name()));
        step.set("arguments", Layout.arguments(call));
        entry.path(CALL)
                .forEachEntry((name, value) -> {
                    if (!step.has(name)) {
                        step.set(name, value);
                    }
                });
        return step;
    }

    /// As in the provider's other interface: one signature stands for all calls of a message.
    private static void sign(ArrayNode parts) {
        for (JsonNode part : parts) {
            if (part.path("type").asString("").equals(CALL)) {
                part.asObject().put("signature", GeminiContent.UNSIGNED);
                return;
            }
        }
    }

    private void add(ObjectNode part) {
        String type = part.path("type").asString("");
        if (type.equals(OUTPUT) && !part.has("content")) {
            // Tells where an output begins, and what it has beside its content.
            content = Optional.empty();
            if (part.size() > 1) {
                begin(part);
            }
        } else if (type.isEmpty() && part.path("text").isString()) {
            if (!part.path("text").stringValue().isBlank()) {
                ObjectNode text = StrictText.newObject().put("type", "text");
                text.setAll(part);
                inside().add(text);
            }
        } else if (CONTENT.contains(type)) {
            inside().add(part);
        } else {
            content = Optional.empty();
            steps.add(part);
        }
    }

    private ArrayNode inside() {
        return content.orElseGet(() -> begin(StrictText.newObject().put("type", OUTPUT)));
    }

    private ArrayNode begin(ObjectNode output) {
        ObjectNode step = output.deepCopy();
        ArrayNode inside = step.putArray("content");
        steps.add(step);
        content = Optional.of(inside);
        return inside;
    }
}
