package dev.lorimer.models;

/// What a provider's limit counts.
public enum Measure {
    REQUESTS,
    /// Of the prompt and of the reply together.
    TOKENS,
    INPUT_TOKENS,
    OUTPUT_TOKENS
}
