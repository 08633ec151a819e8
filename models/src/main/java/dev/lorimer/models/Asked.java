package dev.lorimer.models;

import dev.lorimer.model.Message;
import dev.lorimer.model.Request;

/// One request on its way to one model, as a dialect sees it.
///
/// @param dialect the dialect's name, for example `anthropic`
/// @param model the name that the server knows the model by
record Asked(String dialect, String model, Request request) {
    /// Private parts written under this key, and no others, are sent back.
    String privateKey() {
        return dialect + ":" + model;
    }

    /// Whether the conversation holds a call of that id already.
    boolean holdsCall(String id) {
        for (Message message : request.messages()) {
            if (message instanceof Message.Assistant assistant) {
                for (Message.ToolCall call : assistant.calls()) {
                    if (call.id().equals(id)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /// How much there is to read in it: pictures and private parts left out, whose letters say
    /// nothing about their tokens.
    long letters() {
        long letters = request.system().length();
        for (Request.ToolDefinition tool : request.tools()) {
            letters += tool.description().length() + tool.inputSchema().length();
        }
        for (Message message : request.messages()) {
            letters +=
                    switch (message) {
                        case Message.User user -> user.text().length();
                        case Message.ToolResult result -> result.text().length();
                        case Message.Assistant said ->
                                said.text().length()
                                        + said.calls().stream()
                                                .mapToLong(call -> call.arguments().length())
                                                .sum();
                    };
        }
        return letters;
    }

    /// Which assistant message of the conversation the reply will be, from 1.
    long turn() {
        return 1 + request.messages().stream().filter(Message.Assistant.class::isInstance).count();
    }
}
