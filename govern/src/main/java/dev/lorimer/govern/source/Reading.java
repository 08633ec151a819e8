package dev.lorimer.govern.source;

import java.util.List;

/// What was read from one file, and what had to be known of others for it.
///
/// @param lookups in the order in which they were asked, each once
public record Reading(Facts facts, List<Lookup> lookups) {}
