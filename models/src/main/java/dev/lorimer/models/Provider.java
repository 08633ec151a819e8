package dev.lorimer.models;

import java.net.URI;
import java.util.Optional;

/// Who speaks a dialect first, and where its key lies.
public enum Provider {
    /// And every server that speaks the same dialect, given its base URL.
    // https://platform.openai.com/docs/api-reference/introduction
    OPENAI("openai", Wire.CHAT, "OPENAI_API_KEY", "https://api.openai.com/v1"),
    // https://platform.openai.com/docs/api-reference/responses
    OPENAI_RESPONSES(
            "openai-responses", Wire.RESPONSES, "OPENAI_API_KEY", "https://api.openai.com/v1"),
    /// Each resource has an address of its own, so a base URL has to be given.
    // https://learn.microsoft.com/azure/ai-foundry/openai/reference
    AZURE("azure", Wire.CHAT, "AZURE_OPENAI_API_KEY", ""),
    // https://console.groq.com/docs/openai
    GROQ("groq", Wire.CHAT, "GROQ_API_KEY", "https://api.groq.com/openai/v1"),
    // https://docs.mistral.ai/api
    MISTRAL("mistral", Wire.CHAT, "MISTRAL_API_KEY", "https://api.mistral.ai/v1"),
    // https://api-docs.deepseek.com
    DEEPSEEK("deepseek", Wire.CHAT, "DEEPSEEK_API_KEY", "https://api.deepseek.com/v1"),
    // https://openrouter.ai/docs/api-reference/overview
    OPENROUTER("openrouter", Wire.CHAT, "OPENROUTER_API_KEY", "https://openrouter.ai/api/v1"),
    // https://docs.together.ai/docs/openai-api-compatibility
    TOGETHER("together", Wire.CHAT, "TOGETHER_API_KEY", "https://api.together.xyz/v1"),
    // https://docs.x.ai/docs/api-reference
    XAI("xai", Wire.CHAT, "XAI_API_KEY", "https://api.x.ai/v1"),
    // https://github.com/ollama/ollama/blob/main/docs/openai.md
    OLLAMA("ollama", Wire.CHAT, "OLLAMA_API_KEY", "http://127.0.0.1:11434/v1"),
    // https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html
    VLLM("vllm", Wire.CHAT, "VLLM_API_KEY", "http://127.0.0.1:8000/v1"),
    // https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md
    LLAMA_CPP("llamacpp", Wire.CHAT, "LLAMA_API_KEY", "http://127.0.0.1:8080/v1"),
    // https://docs.anthropic.com/en/api/overview
    ANTHROPIC("anthropic", Wire.MESSAGES, "ANTHROPIC_API_KEY", "https://api.anthropic.com/v1"),
    // https://ai.google.dev/api
    GEMINI(
            "gemini",
            Wire.GEMINI,
            "GEMINI_API_KEY",
            "https://generativelanguage.googleapis.com/v1beta"),
    // https://ai.google.dev/gemini-api/docs/interactions
    GEMINI_INTERACTIONS(
            "gemini-interactions",
            Wire.INTERACTIONS,
            "GEMINI_API_KEY",
            "https://generativelanguage.googleapis.com/v1beta"),
    /// Its address has the region in it, see [BedrockAddress].
    // https://docs.aws.amazon.com/general/latest/gr/bedrock.html
    BEDROCK(
            "bedrock",
            Wire.CONVERSE,
            "AWS_BEARER_TOKEN_BEDROCK",
            "https://bedrock-runtime.amazonaws.com"),
    /// The same service, in the own words of each model.
    // https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html
    BEDROCK_INVOKE(
            "bedrock-invoke",
            Wire.INVOKE,
            "AWS_BEARER_TOKEN_BEDROCK",
            "https://bedrock-runtime.amazonaws.com"),
    // https://docs.cohere.com/reference/chat
    COHERE("cohere", Wire.COHERE, "CO_API_KEY", "https://api.cohere.com"),
    /// The same server as [#OLLAMA], spoken to in its own language.
    // https://github.com/ollama/ollama/blob/main/docs/api.md
    OLLAMA_NATIVE("ollama-native", Wire.OLLAMA, "OLLAMA_API_KEY", "http://127.0.0.1:11434");

    /// Which dialect a provider speaks.
    public enum Wire {
        /// OpenAI's Chat Completions.
        CHAT,
        /// OpenAI's Responses.
        RESPONSES,
        /// Anthropic's Messages.
        MESSAGES,
        /// Google's generateContent.
        GEMINI,
        /// Google's Interactions.
        INTERACTIONS,
        /// Amazon Bedrock's Converse.
        CONVERSE,
        /// Amazon Bedrock's InvokeModel.
        INVOKE,
        /// Cohere's Chat, second version.
        COHERE,
        /// Ollama's own chat.
        OLLAMA
    }

    private final String prefix;
    private final Wire wire;
    private final String keyVariable;
    private final Optional<URI> baseUrl;

    Provider(String prefix, Wire wire, String keyVariable, String baseUrl) {
        this.prefix = prefix;
        this.wire = wire;
        this.keyVariable = keyVariable;
        this.baseUrl = Optional.of(baseUrl).filter(url -> !url.isEmpty()).map(URI::create);
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

    /// Another environment variable that the provider's own tools look into.
    // https://ai.google.dev/gemini-api/docs/api-key
    public Optional<String> otherKeyVariable() {
        return switch (this) {
            case GEMINI, GEMINI_INTERACTIONS -> Optional.of("GOOGLE_API_KEY");
            case COHERE -> Optional.of("COHERE_API_KEY");
            default -> Optional.empty();
        };
    }

    /// Whether its requests can be signed in place of carrying a key.
    boolean signs() {
        return this == BEDROCK || this == BEDROCK_INVOKE;
    }

    /// The provider's own address; empty when each customer has another one.
    public Optional<URI> baseUrl() {
        return baseUrl;
    }
}
