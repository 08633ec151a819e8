package dev.lorimer.models;

import dev.lorimer.model.Request;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a model behind Converse can be told beside the conversation. The form is one for all
/// makers, but each has its own words for thinking, and a request with words that a model does not
/// know is refused.
record ConverseManner(String model, Request request) {
    /// These models can not be held to a schema; newer ones can.
    // https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html
    private static final Pattern FORMLESS =
            Pattern.compile("nova|titan|llama|cohere|ai21|jamba|mistral-7b|mixtral|pixtral");

    /// Smaller budgets are refused.
    // https://docs.aws.amazon.com/bedrock/latest/userguide/claude-messages-extended-thinking.html
    private static final int BUDGET_MIN = 1024;

    static ConverseManner of(Asked asked) {
        return new ConverseManner(asked.model().toLowerCase(Locale.ROOT), asked.request());
    }

    private Optional<ClaudeName> claude() {
        return ClaudeName.of(model);
    }

    private boolean nova() {
        return model.contains("amazon.nova");
    }

    /// The instructions, with the form of the reply in words where the model can be held to it in
    /// no other way.
    String system() {
        return request.manner()
                .form()
                .filter(_ -> !takesSchemas())
                .map(form -> (request.system() + "\n\n" + FormWords.of(form)).strip())
                .orElse(request.system());
    }

    private boolean takesSchemas() {
        return claude().map(ClaudeName::takesSchemas)
                .orElseGet(() -> !FORMLESS.matcher(model).find());
    }

    /// Where a model knows no cache, a mark for it has the request refused.
    // https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html
    boolean cachesSystem() {
        return nova() || cachesMessages();
    }

    boolean cachesMessages() {
        return claude().map(name -> name.thinking() != ClaudeName.Thinking.NONE).orElse(false);
    }

    /// Only models of these two makers are told in a field of its own that a call failed.
    // https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolResultBlock.html
    boolean takesStatus() {
        return nova() || claude().isPresent();
    }

    /// Puts what is asked for into a body whose messages are there already.
    void shape(ObjectNode body) {
        request.manner()
                .form()
                .filter(_ -> takesSchemas())
                .ifPresent(form -> {
                    ObjectNode format = body.putObject("outputConfig").putObject("textFormat");
                    format.put("type", "json_schema");
                    // As text, which is what the provider wants here.
                    format.putObject("structure")
                            .putObject("jsonSchema")
                            .put("name", form.name())
                            .put("schema", schema(form));
                });
        request.manner()
                .effort()
                .ifPresent(effort -> {
                    ObjectNode fields = thinking(effort, body.path("messages"));
                    if (!fields.isEmpty()) {
                        body.set("additionalModelRequestFields", fields);
                    }
                });
    }

    private static String schema(Request.Form form) {
        return ClosedSchema.of(form).map(StrictText::write).orElse(form.schema());
    }

    private ObjectNode thinking(Request.Effort effort, JsonNode messages) {
        ObjectNode fields = StrictText.newObject();
        if (claude().isPresent()) {
            claude(claude().get(), effort, messages, fields);
        } else if (model.contains("amazon.nova-2") && effort != Request.Effort.MINIMAL) {
            fields.putObject("reasoningConfig")
                    .put("type", "enabled")
                    // The highest excludes a bound on the reply.
                    .put("maxReasoningEffort", effort == Request.Effort.LOW ? "low" : "medium");
        } else if (model.contains("openai.gpt-oss")) {
            fields.put("reasoning_effort", level(effort));
        }
        return fields;
    }

    private static String level(Request.Effort effort) {
        return switch (effort) {
            case MINIMAL, LOW -> "low";
            case MEDIUM -> "medium";
            case HIGH -> "high";
        };
    }

    private void claude(
            ClaudeName name, Request.Effort effort, JsonNode messages, ObjectNode fields) {
        switch (name.thinking()) {
            case NONE -> {}
            case BUDGET -> {
                int budget = Math.min(budget(effort), request.outputTokensMax() / 2);
                if (budget >= BUDGET_MIN && mayThink(messages)) {
                    fields.putObject("thinking")
                            .put("type", "enabled")
                            .put("budget_tokens", budget);
                }
            }
            case ADAPTIVE -> {
                fields.putObject("output_config").put("effort", level(effort));
                if (effort != Request.Effort.MINIMAL) {
                    fields.putObject("thinking").put("type", "adaptive");
                }
            }
        }
    }

    /// Part of the reply's tokens, at least half of which stay for what is said.
    private static int budget(Request.Effort effort) {
        return switch (effort) {
            case MINIMAL -> 0;
            case LOW -> 2 * BUDGET_MIN;
            case MEDIUM -> 8 * BUDGET_MIN;
            case HIGH -> 24 * BUDGET_MIN;
        };
    }

    /// With a budget, the message whose calls are being answered has to begin with thinking. One
    /// written by another model, or without thinking, can not.
    private static boolean mayThink(JsonNode messages) {
        JsonNode last = messages.path(messages.size() - 1).path("content");
        JsonNode before = messages.path(messages.size() - 2).path("content");
        return !last.path(0).has("toolResult") || before.path(0).has("reasoningContent");
    }
}
