package dev.lorimer.models;

import dev.lorimer.model.Message;
import dev.lorimer.model.Request;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The tools of a request to Converse.
final class ConverseTools {
    private ConverseTools() {}

    /// Empty only when no tool is offered and none was ever called: the provider refuses calls in
    /// the history of a request without tools, so those that were called are told of then.
    static ArrayNode of(Request request) {
        ArrayNode tools = StrictText.newArray();
        for (Request.ToolDefinition tool : request.tools()) {
            ObjectNode schema = OpenAiChat.schema(tool);
            if (!schema.has("type")) {
                schema.put("type", "object");
            }
            add(tools, tool.name(), tool.description(), schema);
        }
        if (tools.isEmpty()) {
            for (String name : called(request)) {
                ObjectNode schema = StrictText.newObject().put("type", "object");
                add(tools, name, "no longer at hand", schema);
            }
        }
        return tools;
    }

    private static SortedSet<String> called(Request request) {
        var names = new TreeSet<String>();
        for (Message message : request.messages()) {
            if (message instanceof Message.Assistant assistant) {
                assistant.calls().forEach(call -> names.add(call.name()));
            }
        }
        return names;
    }

    private static void add(ArrayNode tools, String name, String description, ObjectNode schema) {
        ObjectNode spec = tools.addObject().putObject("toolSpec");
        spec.put("name", BedrockConverse.sentName(name));
        if (!description.isBlank()) {
            spec.put("description", description);
        }
        spec.putObject("inputSchema").set("json", schema);
    }
}
