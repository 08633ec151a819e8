package dev.lorimer.models;

import java.net.URI;

/// Who speaks a dialect first, and where its key lies.
public enum Provider {
    /// And every server that speaks the same dialect, given its base URL.
    // https://platform.openai.com/docs/api-reference/introduction
    OPENAI("openai", "OPENAI_API_KEY", "https://api.openai.com/v1"),
    // https://docs.anthropic.com/en/api/overview
    ANTHROPIC("anthropic", "ANTHROPIC_API_KEY", "https://api.anthropic.com/v1");

    private final String prefix;
    private final String keyVariable;
    private final URI baseUrl;

    Provider(String prefix, String keyVariable, String baseUrl) {
        this.prefix = prefix;
        this.keyVariable = keyVariable;
        this.baseUrl = URI.create(baseUrl);
    }

    /// What stands before the colon in a model's name.
    public String prefix() {
        return prefix;
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
