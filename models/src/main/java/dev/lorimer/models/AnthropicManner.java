package dev.lorimer.models;

import dev.lorimer.model.Request;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// How a reply is to be made, in the words of Anthropic's Messages: how much thinking, and what
/// form. Models differ in what they take, and refuse the whole request over what they do not.
record AnthropicManner(String model, Request.Manner manner, int outputTokensMax) {
    /// The provider refuses smaller budgets.
    // https://platform.claude.com/docs/en/build-with-claude/extended-thinking
    private static final int BUDGET_MIN = 1024;

    static AnthropicManner of(Asked asked) {
        Request request = asked.request();
        return new AnthropicManner(asked.model(), request.manner(), request.outputTokensMax());
    }

    /// The instruction that the system text needs, where the server can not hold the model to the
    /// form.
    Optional<String> instruction() {
        return manner.form().filter(_ -> format().isEmpty()).map(FormWords::of);
    }

    private Optional<ObjectNode> format() {
        boolean native_ = ClaudeName.of(model).filter(ClaudeName::takesSchemas).isPresent();
        return manner.form().filter(_ -> native_).flatMap(ClosedSchema::of);
    }

    /// Puts what is asked for into a body whose messages are there already.
    void shape(ObjectNode body) {
        format().ifPresent(schema ->
                config(body).putObject("format").put("type", "json_schema").set("schema", schema));
        manner.effort()
                .ifPresent(effort -> {
                    switch (ClaudeName.of(model).map(ClaudeName::thinking).orElse(BUDGETED)) {
                        case NONE -> {}
                        case BUDGET -> budget(effort, body);
                        case ADAPTIVE -> adapt(effort, body);
                    }
                });
    }

    /// Servers that copy the dialect copied its first form of thinking.
    private static final ClaudeName.Thinking BUDGETED = ClaudeName.Thinking.BUDGET;

    private static ObjectNode config(ObjectNode body) {
        return body.has("output_config")
                ? body.path("output_config").asObject()
                : body.putObject("output_config");
    }

    private static void adapt(Request.Effort effort, ObjectNode body) {
        config(body)
                .put(
                        "effort",
                        switch (effort) {
                            case MINIMAL, LOW -> "low";
                            case MEDIUM -> "medium";
                            case HIGH -> "high";
                        });
        if (effort != Request.Effort.MINIMAL) {
            body.putObject("thinking").put("type", "adaptive");
        }
    }

    /// The budget is part of the reply; at least half of that stays for what is said.
    private void budget(Request.Effort effort, ObjectNode body) {
        int wanted =
                switch (effort) {
                    case MINIMAL -> 0;
                    case LOW -> 2 * BUDGET_MIN;
                    case MEDIUM -> 8 * BUDGET_MIN;
                    case HIGH -> 24 * BUDGET_MIN;
                };
        int budget = Math.min(wanted, outputTokensMax / 2);
        if (budget >= BUDGET_MIN && mayThink(body.path("messages"))) {
            body.putObject("thinking").put("type", "enabled").put("budget_tokens", budget);
        }
    }

    /// With a budget, the provider wants the message whose calls are being answered to begin with
    /// thinking. One written by another model, or without thinking, can not.
    private static boolean mayThink(JsonNode messages) {
        JsonNode last = messages.path(messages.size() - 1).path("content");
        boolean answers = last.path(0).path("type").asString("").equals("tool_result");
        JsonNode before = messages.path(messages.size() - 2).path("content");
        return !answers
                || AnthropicHistory.THINKING.contains(before.path(0).path("type").asString(""));
    }
}
