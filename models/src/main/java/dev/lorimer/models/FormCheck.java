package dev.lorimer.models;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;
import dev.lorimer.govern.tree.BoundedRegex;
import dev.lorimer.model.ModelException;
import dev.lorimer.model.Request;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Holds the text of a reply against the form it was asked for.
record FormCheck(Request.Form form, Schema schema) {
    /// A model mends a few mistakes at once; a hundred are one.
    private static final int MISTAKES_MAX = 20;

    private static final int MISTAKE_LETTERS_MAX = 300;

    private static final SchemaRegistryConfig CONFIG =
            SchemaRegistryConfig.builder()
                    .regularExpressionFactory(new LinearTime())
                    .formatAssertionsEnabled(true)
                    .locale(Locale.ROOT)
                    .build();

    /// @throws ModelException when the schema can not be used
    static FormCheck of(Request.Form form) {
        JsonNode schema =
                StrictText.tree(form.schema()).orElseThrow(() -> unusable(form, "it is no JSON"));
        try {
            return new FormCheck(
                    form,
                    SchemaRegistry.withDefaultDialect(
                                    SpecificationVersion.DRAFT_2020_12,
                                    registry -> registry.schemaRegistryConfig(CONFIG))
                            .getSchema(schema));
        } catch (SchemaException broken) {
            throw unusable(form, String.valueOf(broken.getMessage()));
        }
    }

    private static ModelException unusable(Request.Form form, String why) {
        return new ModelException(
                ModelException.Kind.INVALID_REQUEST,
                Wording.message(
                        "the schema of form \"" + Wording.shortened(form.name(), 64) + "\"",
                        why,
                        " can not be used; repair the schema",
                        Optional.empty()));
    }

    /// What was found in a text.
    sealed interface Finding {
        record Fits(JsonNode value) implements Finding {}

        /// @param mistakes each in one line, in the order of the text
        record Fails(List<String> mistakes) implements Finding {}
    }

    /// @throws ModelException when the schema refers to what is not there
    Finding of(String text) {
        JsonNode value;
        try {
            value = StrictText.JSON.readTree(unfenced(text));
        } catch (JacksonException malformed) {
            return new Finding.Fails(
                    List.of("it is not valid JSON: " + line(malformed.getOriginalMessage())));
        }
        if (value.isMissingNode()) {
            return new Finding.Fails(List.of("it is empty"));
        }
        List<String> mistakes = mistakes(value);
        return mistakes.isEmpty() ? new Finding.Fits(value) : new Finding.Fails(mistakes);
    }

    private List<String> mistakes(JsonNode value) {
        try {
            return schema.validate(value).stream()
                    .map(FormCheck::mistake)
                    .distinct()
                    .limit(MISTAKES_MAX)
                    .toList();
        } catch (SchemaException broken) {
            throw unusable(form, String.valueOf(broken.getMessage()));
        }
    }

    /// Many models put JSON into a code fence, told not to or not.
    private static String unfenced(String text) {
        String bare = text.strip();
        int lineEnd = bare.indexOf('\n');
        boolean fenced = bare.startsWith("```") && bare.endsWith("```") && lineEnd > 0;
        return fenced && bare.length() - 3 > lineEnd
                ? bare.substring(lineEnd, bare.length() - 3)
                : bare;
    }

    private static String mistake(Error error) {
        String place = error.getInstanceLocation().toString();
        return line((place.isEmpty() ? "the value" : place) + ": " + error.getMessage());
    }

    private static String line(String text) {
        return Wording.shortened(Wording.line(text), MISTAKE_LETTERS_MAX);
    }

    /// Patterns meet text that a model wrote: they are matched in linear time, and one that can not
    /// be is left to whoever reads the value.
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
