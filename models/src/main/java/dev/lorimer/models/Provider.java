package dev.lorimer.models;

import java.net.URI;

/// Who speaks a dialect first, and where its key lies.
public enum Provider {
    /// And every server that speaks the same dialect, given its base URL.
    // https://platform.openai.com/docs/api-reference/introduction
    OPENAI("openai", Wire.CHAT, "OPENAI_API_KEY", "https://api.openai.com/v1"),
    // https://docs.anthropic.com/en/api/overview
    ANTHROPIC("anthropic", Wire.MESSAGES, "ANTHROPIC_API_KEY", "https://api.anthropic.com/v1"),
    // https://ai.google.dev/api
    GEMINI(
            "gemini",
            Wire.GEMINI,
            "GEMINI_API_KEY",
            "https://generativelanguage.googleapis.com/v1beta"),
    /// Its address has the region in it, see [BedrockAddress].
    // https://docs.aws.amazon.com/general/latest/gr/bedrock.html
    BEDROCK(
            "bedrock",
            Wire.CONVERSE,
            "AWS_BEARER_TOKEN_BEDROCK",
            "https://bedrock-runtime.amazonaws.com");

    /// Which dialect a provider speaks.
    public enum Wire {
        /// OpenAI's Chat Completions.
        CHAT,
        /// Anthropic's Messages.
        MESSAGES,
        /// Google's generateContent.
        GEMINI,
        /// Amazon Bedrock's Converse.
        CONVERSE
    }

    private final String prefix;
    private final Wire wire;
    private final String keyVariable;
    private final URI baseUrl;

    Provider(String prefix, Wire wire, String keyVariable, String baseUrl) {
        this.prefix = prefix;
        this.wire = wire;
        this.keyVariable = keyVariable;
        this.baseUrl = URI.create(baseUrl);
    }

    /// What stands before the colon in a model's name.
    public String prefix() {
        return prefix;
    }

    public Wire wire() {
        return wire;
    }

    /// The environment variable with the key.
    public String keyVariable() {
        return keyVariable;
    }

    /// The provider's own address.
    public URI baseUrl() {
        return baseUrl;
    }
}
