package dev.lorimer.tool;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;
import dev.lorimer.govern.tree.BoundedRegex;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks what a model gives a tool, before the tool sees it.
public final class Arguments {
    /// About as much as a model reads with profit in one message; a hundred mistakes are one.
    private static final int MESSAGE_CHARS_MAX = 4_000;

    private static final SchemaRegistryConfig CONFIG =
            SchemaRegistryConfig.builder()
                    .regularExpressionFactory(new LinearTime())
                    .formatAssertionsEnabled(true)
                    .locale(Locale.ROOT)
                    .build();

    private final Tool tool;
    private final JsonNode schema;
    private final SchemaWords words;
    private final Schema compiled;

    /// Ready for any number of calls of that tool.
    ///
    /// @throws IllegalStateException when the schema itself is unusable: the tool has to be
    ///   repaired
    public Arguments(Tool tool) {
        this.tool = tool;
        this.schema = schema(tool);
        this.words = new SchemaWords(schema);
        this.compiled = compiled(tool, schema);
    }

    /// The arguments of one call, checked against the tool's schema.
    ///
    /// They must be one JSON object of at most 4 MB without a name given twice; empty text counts
    /// as `{}`. An argument that is not required may be `null`, which is taken as absent: several
    /// models write it so.
    ///
    /// @param json as the model wrote it
    /// @throws Tool.BadArguments with all mistakes in one line, and what the tool expects, for
    ///   example `edit_file: "old" is missing; unknown argument "file" (did you mean "path"?);
    ///   expects {path: string, old: string, new: string}`
    public ObjectNode read(String json) {
        ObjectNode arguments = parse(tool, json, words);
        dropNulls(arguments, schema, words);
        var mistakes = new ArrayList<String>(infinities(arguments, ""));
        mistakes.addAll(new Complaints(schema, words).about(compiled, arguments));
        if (!mistakes.isEmpty()) {
            throw refusal(tool, String.join("; ", mistakes), words);
        }
        return arguments;
    }

    /// See [#read(String)].
    ///
    /// @throws IllegalStateException when the schema itself is unusable: the tool has to be
    ///   repaired
    public static ObjectNode read(Tool tool, String json) {
        return new Arguments(tool).read(json);
    }

    private static Tool.BadArguments refusal(Tool tool, String mistakes, SchemaWords words) {
        return new Tool.BadArguments(
                tool.name()
                        + ": "
                        + ResultText.line(mistakes, MESSAGE_CHARS_MAX)
                        + "; expects "
                        + ResultText.line(words.outline(), MESSAGE_CHARS_MAX / 4));
    }

    private static JsonNode schema(Tool tool) {
        try {
            return Json.MAPPER.readTree(tool.inputSchema());
        } catch (JacksonException e) {
            throw new IllegalStateException(
                    "the schema of tool \"%s\" is not JSON; repair the tool".formatted(tool.name()),
                    e);
        }
    }

    private static Schema compiled(Tool tool, JsonNode schema) {
        try {
            var compiled =
                    SchemaRegistry.withDefaultDialect(
                                    SpecificationVersion.DRAFT_2020_12,
                                    registry -> registry.schemaRegistryConfig(CONFIG))
                            .getSchema(schema);
            compiled.initializeValidators();
            return compiled;
        } catch (SchemaException e) {
            throw new IllegalStateException(
                    "the schema of tool \"%s\" can not be used: %s; repair the tool"
                            .formatted(
                                    tool.name(),
                                    ResultText.line(String.valueOf(e.getMessage()), 200)),
                    e);
        }
    }

    private static ObjectNode parse(Tool tool, String json, SchemaWords words) {
        if (json.isBlank()) {
            return Json.MAPPER.createObjectNode();
        }
        if (json.length() > Json.DOCUMENT_CHARS_MAX) {
            throw refusal(
                    tool,
                    "the arguments have %d characters, more than the %d allowed; make several smaller calls"
                            .formatted(json.length(), Json.DOCUMENT_CHARS_MAX),
                    words);
        }
        try {
            if (Json.MAPPER.readTree(json) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            throw refusal(tool, "the arguments are not valid JSON: " + reason(e), words);
        }
        throw refusal(
                tool,
                "the arguments must be one JSON object, got " + ResultText.line(json, 80),
                words);
    }

    /// The parser's words, without where in itself it started, and the place when it knows one.
    private static String reason(JacksonException error) {
        String message = error.getOriginalMessage();
        int marker = message.indexOf(" (start marker");
        String why =
                error instanceof UnexpectedEndOfInputException
                        ? "they end in the middle, as if cut off"
                        : ResultText.line(marker < 0 ? message : message.substring(0, marker), 200);
        return Optional.ofNullable(error.getLocation())
                .map(place ->
                        "%s (line %d, column %d)"
                                .formatted(why, place.getLineNr(), place.getColumnNr()))
                .orElse(why);
    }

    private static void dropNulls(JsonNode value, JsonNode schema, SchemaWords words) {
        JsonNode target = words.resolve(schema);
        switch (value) {
            case ObjectNode object -> {
                var required = SchemaWords.required(target);
                JsonNode members = target.path("properties");
                for (String name : List.copyOf(object.propertyNames())) {
                    JsonNode member = members.path(name);
                    boolean meansAbsent = !required.contains(name) && words.refusesNull(member);
                    if (meansAbsent && object.path(name).isNull()) {
                        object.remove(name);
                    } else {
                        dropNulls(object.path(name), member, words);
                    }
                }
            }
            case ArrayNode list ->
                    list.forEach(element -> dropNulls(element, target.path("items"), words));
            default -> {}
        }
    }

    /// Doubles end at 1.8e308; what is beyond was read as infinity, which nobody meant.
    private static List<String> infinities(JsonNode value, String place) {
        var found = new ArrayList<String>();
        switch (value) {
            case ObjectNode object ->
                    object.forEachEntry((name, member) ->
                            found.addAll(
                                    infinities(
                                            member, place.isEmpty() ? name : place + "." + name)));
            case ArrayNode list -> {
                for (int i = 0; i < list.size(); i++) {
                    found.addAll(infinities(list.path(i), place + "[" + i + "]"));
                }
            }
            case DoubleNode number when !Double.isFinite(number.asDouble()) ->
                    found.add("\"%s\" is a number out of range (at most 1.8e308)".formatted(place));
            default -> {}
        }
        return found;
    }

    /// Patterns of schemas come from outside as well: they are matched in linear time, and one that
    /// can not be is not checked here, but by the tool itself.
    private static final class LinearTime implements RegularExpressionFactory {
        @Override
        public RegularExpression getRegularExpression(String regex) {
            try {
                BoundedRegex.check(regex);
                Pattern pattern = Pattern.compile(regex);
                return text -> pattern.matcher(text).find();
            } catch (PatternSyntaxException e) {
                return _ -> true;
            }
        }
    }
}
