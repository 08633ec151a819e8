package dev.lorimer.models;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Which language a model behind InvokeModel takes its requests in, by its name. Every maker has
/// one of its own there.
// https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html
enum InvokeFamily {
    /// Anthropic's Messages.
    CLAUDE("anthropic.claude"),
    /// Converse, as a model's own language.
    NOVA("amazon.nova"),
    /// One text in, one text out.
    TITAN("amazon.titan-text", "amazon.titan-tg1"),
    /// A prompt in Llama 4's own marks.
    LLAMA_4("meta.llama4"),
    /// A prompt in Llama 3's own marks.
    LLAMA_3("meta.llama3"),
    /// A prompt in the marks of Mistral's first models.
    INSTRUCT("mistral.mistral-7b", "mistral.mixtral", "mistral.mistral-small-2402"),
    /// One message and those before it.
    COMMAND("cohere.command-r"),
    /// Chat Completions, which newer makers all take.
    CHAT(
            "mistral.",
            "openai.",
            "qwen.",
            "deepseek.v",
            "ai21.jamba",
            "moonshot",
            "minimax.",
            "zai.",
            "google.gemma",
            "nvidia.",
            "writer.");

    /// What in a name says that the model answers with something else than text.
    private static final List<String> WORDLESS =
            List.of("embed", "rerank", "canvas", "reel", "sonic", "image");

    /// Beginnings of names, with blanks between them.
    private final String names;

    InvokeFamily(String... names) {
        this.names = String.join(" ", names);
    }

    /// The family of a model, an inference profile with a region's prefix, or an ARN of either;
    /// empty where the name does not tell, as those of profiles and imported models of one's own.
    static Optional<InvokeFamily> of(String model) {
        String name = model.toLowerCase(Locale.ROOT);
        String id = name.substring(name.lastIndexOf('/') + 1);
        if (WORDLESS.stream().anyMatch(id::contains)) {
            return Optional.empty();
        }
        for (InvokeFamily family : values()) {
            if (family.takes(id)) {
                return Optional.of(family);
            }
        }
        return Optional.empty();
    }

    private boolean takes(String id) {
        return Stream.of(names.split(" ", -1)).anyMatch(start -> ("." + id).contains("." + start));
    }
}
