package dev.lorimer.run;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.lorimer.journal.Journal;
import dev.lorimer.model.Message;
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

    /// In a state, unlike in an entry, nothing but its name tells the case of a sealed type.
    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
    private interface Named {}

    private static final JsonMapper STATES =
            MAPPER.rebuild()
                    .addMixIn(Phase.class, Named.class)
                    .addMixIn(Message.class, Named.class)
                    .addMixIn(Verification.class, Named.class)
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

    /// What came with a message to a run.
    record Said(Optional<String> text, Optional<String> by, Optional<Boolean> undo) {}

    /// A message whose JSON is none of ours says nothing.
    static Entry.Heard said(Journal.Signal signal) {
        var said = read(signal);
        return new Entry.Heard(
                signal.id(), signal.kind(), said.text().orElse(""), said.by().orElse("somebody"));
    }

    /// Whether a cancel asks for what was done to be taken back.
    static boolean undoes(Journal.Signal signal) {
        return read(signal).undo().orElse(false);
    }

    private static Said read(Journal.Signal signal) {
        try {
            return MAPPER.readValue(signal.json(), Said.class);
        } catch (JacksonException e) {
            return new Said(Optional.of(signal.json()), Optional.empty(), Optional.empty());
        }
    }

    static String message(Said said) {
        return MAPPER.writeValueAsString(said);
    }

    /// Raised whenever the fold or its form changes, so that an older one is folded anew.
    private static final int SNAPSHOT = 3;

    private record Snapshot(int form, RunState state) {}

    static String snapshot(RunState state) {
        return STATES.writeValueAsString(new Snapshot(SNAPSHOT, state));
    }

    /// Nothing when it was written by another version: the entries are there.
    static Optional<RunState> state(String json) {
        try {
            var snapshot = STATES.readValue(json, Snapshot.class);
            return snapshot.form() == SNAPSHOT ? Optional.of(snapshot.state()) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
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
