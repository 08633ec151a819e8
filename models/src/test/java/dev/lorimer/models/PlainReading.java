package dev.lorimer.models;

import dev.lorimer.model.Reply;
import java.util.List;

/// A recorded reply, as an [Oracle] reads it.
///
/// @param privateTexts every string that must be carried verbatim: reasoning, signatures, what
///   server tools did
/// @param deeds whether the provider's own tools did something
record PlainReading(
        String text,
        List<PlainCall> calls,
        Reply.Usage usage,
        Reply.Stop stop,
        List<String> privateTexts,
        boolean deeds) {

    /// Whether it holds nothing that anybody could act on: such a reply is asked for again.
    boolean hollow() {
        return stop == Reply.Stop.END && text.isBlank() && calls.isEmpty() && !deeds;
    }
}
