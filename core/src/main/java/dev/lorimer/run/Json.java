package dev.lorimer.run;

import dev.lorimer.journal.Journal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Entries as journal lines: the line's kind is the entry's name, its JSON the entry's components.
final class Json {
    /// Unknown properties are skipped, so that an older reader can follow a newer journal's known
    /// entries; unknown entries are refused.
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                    .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();

    private static final Map<String, Class<?>> KINDS =
            Arrays.stream(Entry.class.getPermittedSubclasses())
                    .collect(Collectors.toUnmodifiableMap(Json::kind, Function.identity()));

    private Json() {}

    static Journal.Draft draft(Entry entry, Instant at) {
        return new Journal.Draft(kind(entry.getClass()), MAPPER.writeValueAsString(entry), at);
    }

    /// @throws IllegalStateException when the line is none of our entries
    static Entry entry(Journal.Line line) {
        var type = KINDS.get(line.draft().kind());
        if (type == null) {
            throw new IllegalStateException(
                    "entry %d is of kind \"%s\", which this version does not know; use the version that wrote it"
                            .formatted(line.seq(), line.draft().kind()));
        }
        try {
            return (Entry) MAPPER.readValue(line.draft().json(), type);
        } catch (JacksonException e) {
            throw new IllegalStateException(
                    "entry %d (%s) can not be read: %s; look at it with the entries command"
                            .formatted(line.seq(), line.draft().kind(), e.getOriginalMessage()),
                    e);
        }
    }

    /// The value of JSON text with its properties sorted, or nothing when it is not JSON.
    static Optional<JsonNode> readable(String text) {
        try {
            var value = MAPPER.readValue(text, Object.class);
            return Optional.of(MAPPER.valueToTree(value));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static String kind(Class<?> type) {
        return type.getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }
}
