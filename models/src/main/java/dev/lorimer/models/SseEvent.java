package dev.lorimer.models;

/// One event of an event stream.
///
/// @param name what its `event` field says, or empty
/// @param data its `data` lines, joined by line breaks
/// @param closed false when the stream ended before the empty line that ends an event: the data may
///   be a fragment
record SseEvent(String name, String data, boolean closed) {}
