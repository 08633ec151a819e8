package dev.lorimer.models;

import java.net.URI;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// In what a server of Chat Completions differs from the others.
///
/// @param name what the private parts of its replies are kept under
/// @param outputLimit the name of the field that bounds the reply
/// @param ids which ids of calls it takes
/// @param thinkers which models can be told how long to think, as a pattern; others refuse to be
/// @param ways what else it has of its own
record ChatServer(String name, String outputLimit, Ids ids, String thinkers, Set<Way> ways) {
    private static final String OLD_LIMIT = "max_tokens";
    private static final String NEW_LIMIT = "max_completion_tokens";
    private static final String ALL = ".*";
    private static final String OPEN_WEIGHTS = "(.*/)?gpt-oss.*";

    /// Which ids of calls a server takes.
    enum Ids {
        /// Its own, and any other.
        ANY,
        /// Up to 40 letters.
        // https://platform.openai.com/docs/api-reference/chat/create, error "string too long"
        SHORT,
        /// Nine letters or digits.
        // https://docs.mistral.ai/capabilities/function_calling
        NINE
    }

    /// What only some servers do.
    enum Way {
        /// Usage comes unasked, and the field that asks for it is refused.
        USAGE_UNASKED,
        /// The user may not speak right after a result.
        NOBODY_AFTER_RESULTS,
        /// It takes no schema, only the wish for JSON.
        NO_SCHEMA,
        /// The effort stands in an object of its own.
        EFFORT_OBJECT,
        /// The key has a header of its own.
        KEY_HEADER
    }

    /// The server that the user named, or, below `openai:`, the one at that address.
    static ChatServer of(ModelSpec.Wire spec) {
        Provider provider = spec.provider();
        Provider there = provider == Provider.OPENAI ? at(spec.baseUrl()) : provider;
        ChatServer server = of(there, spec.baseUrl(), spec.model());
        return new ChatServer(
                provider.prefix(), server.outputLimit, server.ids, server.thinkers, server.ways);
    }

    private static Provider at(URI base) {
        String host = base.getHost().toLowerCase(Locale.ROOT);
        if (host.endsWith(".azure.com")) {
            return Provider.AZURE;
        }
        boolean local = Keys.loopback(base);
        return Stream.of(Provider.values())
                .filter(provider -> provider.wire() == Provider.Wire.CHAT)
                .filter(provider -> provider.baseUrl().map(URI::getHost).equals(Optional.of(host)))
                .findFirst()
                .filter(_ -> !local)
                .orElse(Provider.VLLM);
    }

    private static ChatServer of(Provider provider, URI base, String model) {
        // Gateways pass on what a model of OpenAI's refuses: it knows only the new name.
        String limit = OpenAiNames.reasons(model) ? NEW_LIMIT : OLD_LIMIT;
        return switch (provider) {
            case OPENAI -> server(NEW_LIMIT, Ids.SHORT, OpenAiNames.REASONERS);
            case AZURE -> azure(base);
            case GROQ -> server(NEW_LIMIT, Ids.ANY, OPEN_WEIGHTS);
            case MISTRAL ->
                    server(OLD_LIMIT, Ids.NINE, "", Way.USAGE_UNASKED, Way.NOBODY_AFTER_RESULTS);
            case DEEPSEEK -> server(OLD_LIMIT, Ids.ANY, "", Way.NO_SCHEMA);
            case OPENROUTER -> server(limit, Ids.ANY, ALL, Way.EFFORT_OBJECT);
            case TOGETHER -> server(limit, Ids.ANY, OPEN_WEIGHTS);
            case XAI -> server(OLD_LIMIT, Ids.ANY, "grok-(3-mini|4\\.[3-9]).*");
            // Whoever runs a server of his own, and asks for effort, knows whether it has any.
            case OLLAMA, VLLM, LLAMA_CPP -> server(limit, Ids.ANY, ALL);
            case OPENAI_RESPONSES,
                    ANTHROPIC,
                    GEMINI,
                    GEMINI_INTERACTIONS,
                    BEDROCK,
                    BEDROCK_INVOKE,
                    COHERE,
                    OLLAMA_NATIVE ->
                    throw new IllegalStateException(
                            provider.prefix()
                                    + " does not speak Chat Completions; use its own dialect");
        };
    }

    /// At an address of Azure's stands OpenAI's own server, or one for the models of others.
    private static ChatServer azure(URI base) {
        boolean own = base.getHost().toLowerCase(Locale.ROOT).endsWith(".openai.azure.com");
        return own || base.getPath().startsWith("/openai")
                ? server(NEW_LIMIT, Ids.SHORT, OpenAiNames.REASONERS, Way.KEY_HEADER)
                : server(OLD_LIMIT, Ids.SHORT, OpenAiNames.REASONERS, Way.KEY_HEADER);
    }

    private static ChatServer server(String limit, Ids ids, String thinkers, Way... ways) {
        Set<Way> set = EnumSet.noneOf(Way.class);
        set.addAll(Set.of(ways));
        return new ChatServer("", limit, ids, thinkers, set);
    }

    boolean has(Way way) {
        return ways.contains(way);
    }

    /// Whether that model can be told how long to think.
    boolean thinks(String model) {
        return model.toLowerCase(Locale.ROOT).matches(thinkers);
    }

    /// The ids of one request.
    SentIds sentIds() {
        return switch (ids) {
            case ANY -> new SentIds(id -> !id.isBlank());
            case SHORT -> new SentIds(id -> id.length() <= 40 && !id.isBlank());
            case NINE -> new SentIds(id -> id.matches("[A-Za-z0-9]{9}"), CallIds::nine);
        };
    }
}
