package dev.lorimer.models;

import dev.lorimer.model.ModelException;
import dev.lorimer.model.Request;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/// How a Gemini model is to answer. The generations differ in what they can be told.
///
/// @param generation 3 for `gemini-3-pro` and what comes after it, 0 for models of other names
/// @param kind what follows the number, for example `pro-preview`
record GeminiSettings(Request request, int generation, int minor, String kind) {
    private static final Pattern NAME =
            Pattern.compile("(?:.*/)?gemini-(\\d{1,3})(?:\\.(\\d{1,3}))?-(.*)");

    /// Names such as `gemini-flash-latest` follow the newest generation.
    private static final Pattern LATEST = Pattern.compile("(?:.*/)?gemini-(.*)-latest");

    static GeminiSettings of(Asked asked) {
        Matcher name = NAME.matcher(asked.model());
        if (name.matches()) {
            String minor = Optional.ofNullable(name.group(2)).orElse("0");
            return new GeminiSettings(
                    asked.request(),
                    Integer.parseInt(name.group(1)),
                    Integer.parseInt(minor),
                    name.group(3));
        }
        Matcher latest = LATEST.matcher(asked.model());
        return latest.matches()
                ? new GeminiSettings(asked.request(), 3, 0, latest.group(1))
                : new GeminiSettings(asked.request(), 0, 0, "");
    }

    /// Since its third generation the provider refuses calls in the history that it did not sign.
    boolean wantsSignatures() {
        return generation >= 3;
    }

    /// The instructions, with the form of the reply in words where the provider takes it in no
    /// other way.
    String system() {
        return request.manner()
                .form()
                .filter(_ -> formInWords())
                .map(form -> (request.system() + "\n\n" + FormWords.of(form)).strip())
                .orElse(request.system());
    }

    /// Before the third generation a form and tools excluded each other.
    // error "Function calling with a response mime type: 'application/json' is unsupported"
    private boolean formInWords() {
        return !request.tools().isEmpty() && generation < 3;
    }

    /// The schema of the reply, where the provider takes one.
    Optional<ObjectNode> schema() {
        return request.manner().form().filter(_ -> !formInWords()).map(GeminiSettings::schema);
    }

    /// How much to think, as a level, where the model can be told so: the newer interface takes
    /// levels for the generation of budgets too.
    // https://ai.google.dev/gemini-api/docs/interactions/thinking
    Optional<String> level() {
        boolean pro = kind.startsWith("pro");
        return request.manner()
                .effort()
                .filter(_ -> generation >= 3 || (generation == 2 && minor >= 5))
                .map(effort -> level(effort, pro || generation == 2));
    }

    ObjectNode json() {
        ObjectNode config = StrictText.newObject();
        config.put("maxOutputTokens", request.outputTokensMax());
        schema().ifPresent(schema -> {
            config.put("responseMimeType", "application/json");
            config.set("responseJsonSchema", schema);
        });
        request.manner().effort().ifPresent(effort -> thinking(effort, config));
        return config;
    }

    private static ObjectNode schema(Request.Form form) {
        ObjectNode schema =
                StrictText.object(form.schema())
                        .orElseThrow(() ->
                                new ModelException(
                                        ModelException.Kind.INVALID_REQUEST,
                                        "the schema of form \""
                                                + Wording.shortened(form.name(), 80)
                                                + "\" is no JSON object; give it one"));
        schema.remove("$schema");
        return schema;
    }

    /// Levels since the third generation, budgets in the one before; older models do not think.
    // https://ai.google.dev/gemini-api/docs/thinking
    private void thinking(Request.Effort effort, ObjectNode config) {
        boolean pro = kind.startsWith("pro");
        if (generation >= 3) {
            config.putObject("thinkingConfig").put("thinkingLevel", level(effort, pro));
        } else if (generation == 2 && minor >= 5) {
            config.putObject("thinkingConfig").put("thinkingBudget", budget(effort, pro));
        }
    }

    private String level(Request.Effort effort, boolean pro) {
        boolean twoLevels = pro && generation == 3 && minor == 0;
        return switch (effort) {
            case MINIMAL -> pro ? "low" : "minimal";
            case LOW -> "low";
            case MEDIUM -> twoLevels ? "high" : "medium";
            case HIGH -> "high";
        };
    }

    /// Tokens; the larger model can not do without, and 128 is its least. 24,576 is the most that
    /// every model of that generation takes.
    private static int budget(Request.Effort effort, boolean pro) {
        return switch (effort) {
            case MINIMAL -> pro ? 128 : 0;
            case LOW -> 1024;
            case MEDIUM -> 8192;
            case HIGH -> 24_576;
        };
    }
}
