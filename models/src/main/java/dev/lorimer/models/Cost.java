package dev.lorimer.models;

import dev.lorimer.model.Reply;

/// What one request takes from a provider's limits, estimated or as reported.
///
/// @param input tokens
/// @param output tokens
record Cost(long input, long output) {
    Cost {
        if (input < 0 || output < 0) {
            throw new IllegalArgumentException(
                    "a cost of %d and %d tokens is below nothing; count from 0"
                            .formatted(input, output));
        }
    }

    static Cost of(Reply.Usage usage) {
        return new Cost(Math.max(0, usage.input()), Math.max(0, usage.output()));
    }

    double in(Measure measure) {
        return switch (measure) {
            case REQUESTS -> 1;
            case TOKENS -> (double) input + output;
            case INPUT_TOKENS -> input;
            case OUTPUT_TOKENS -> output;
        };
    }
}
