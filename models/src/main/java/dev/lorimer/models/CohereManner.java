package dev.lorimer.models;

import dev.lorimer.model.Request;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// What a model of Cohere's can be told beside the conversation.
record CohereManner(String model, Request request) {
    /// These think, unless told not to; the others refuse to be asked.
    // https://docs.cohere.com/docs/reasoning
    private static final String THINKERS = ".*(reasoning|command-a-plus).*";

    static CohereManner of(Asked asked) {
        return new CohereManner(asked.model().toLowerCase(Locale.ROOT), asked.request());
    }

    /// The instructions, with the form of the reply in words where the provider takes it in no
    /// other way.
    String system() {
        return request.manner()
                .form()
                .filter(form -> schema(form).isEmpty())
                .map(form -> (request.system() + "\n\n" + FormWords.of(form)).strip())
                .orElse(request.system());
    }

    /// The schema that the provider takes: of an object that must have some member, and not beside
    /// tools.
    // https://docs.cohere.com/docs/structured-outputs
    private Optional<ObjectNode> schema(Request.Form form) {
        return StrictText.object(form.schema())
                .filter(_ -> request.tools().isEmpty())
                .filter(schema -> schema.path("type").asString("").equals("object"))
                .filter(schema -> !schema.path("required").isEmpty());
    }

    /// Puts what is asked for into a body.
    void shape(ObjectNode body) {
        request.manner()
                .form()
                .flatMap(this::schema)
                .ifPresent(schema ->
                        body.putObject("response_format")
                                .put("type", "json_object")
                                .set("json_schema", schema));
        if (model.matches(THINKERS)) {
            request.manner().effort().ifPresent(effort -> thinking(effort, body));
        }
    }

    private void thinking(Request.Effort effort, ObjectNode body) {
        ObjectNode thinking = body.putObject("thinking");
        switch (effort) {
            case MINIMAL -> thinking.put("type", "disabled");
            case LOW -> thinking.put("type", "enabled").put("token_budget", budget(1024));
            case MEDIUM -> thinking.put("type", "enabled").put("token_budget", budget(8192));
            case HIGH -> thinking.put("type", "enabled");
        }
    }

    /// Part of the reply's tokens, at least half of which stay for what is said; zero is refused.
    private int budget(int tokens) {
        return Math.max(1, Math.min(tokens, request.outputTokensMax() / 2));
    }
}
