package dev.lorimer.govern.verification;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import tools.jackson.databind.JsonNode;

/// An entry of a run, understood as JSON and no further: this room knows the journal's form, and
/// none of the code that wrote it.
record Event(long seq, Instant at, String kind, JsonNode body) {
    String text(String key) {
        return body.path(key).asString("");
    }

    /// Which call it is about; empty when about none.
    String call() {
        return text("call");
    }

    boolean is(String name) {
        return kind.equals(name);
    }

    LocalDate day() {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    /// As people find it with the entries command.
    String place() {
        return "entry %s (%s)".formatted(seq, kind);
    }
}
