package dev.lorimer.models;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// A request as it goes out.
///
/// @param headers one value each, all but those about the connection and the body's length
/// @param body what is posted; without one the request is a GET
record Sent(URI to, Map<String, String> headers, Optional<String> body) {}
