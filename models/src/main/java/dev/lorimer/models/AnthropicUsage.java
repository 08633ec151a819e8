package dev.lorimer.models;

import dev.lorimer.model.Reply;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Anthropic's counts, which come at the start and at the end of a stream, each time the sums so
/// far of some of the fields.
final class AnthropicUsage {
    private final Map<String, Long> counts = new HashMap<>();

    void take(JsonNode usage) {
        count(usage, "input_tokens");
        count(usage, "cache_read_input_tokens");
        count(usage, "cache_creation_input_tokens");
        count(usage, "output_tokens");
        count(usage.path("output_tokens_details"), "thinking_tokens");
        for (String lifetime : new String[] {"5m", "1h"}) {
            count(usage.path("cache_creation"), "ephemeral_" + lifetime + "_input_tokens");
        }
    }

    private void count(JsonNode json, String field) {
        counts.merge(field, StrictText.count(json, field), Math::max);
    }

    private long of(String field) {
        return counts.getOrDefault(field, 0L);
    }

    /// The provider counts what it read from its cache, and what it wrote there, apart from the
    /// input.
    Reply.Usage sum() {
        long cached = of("cache_read_input_tokens");
        long byLifetime = of("ephemeral_5m_input_tokens") + of("ephemeral_1h_input_tokens");
        long written = Math.max(of("cache_creation_input_tokens"), byLifetime);
        return new Reply.Usage(
                of("input_tokens") + cached + written,
                of("output_tokens"),
                cached,
                written,
                of("thinking_tokens"));
    }
}
