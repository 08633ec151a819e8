package dev.lorimer.models;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Whether an error says that the conversation is too long. No two servers word it alike; each
/// phrase here is one server's, in small letters.
final class Overflow {
    private static final String[] CODES = {
        "context_length_exceeded",
        "context_window_exceeded",
        "model_context_window_exceeded",
        "exceed_context_size_error",
        "request_too_large",
        "tokens_limit_reached",
        "max_tokens_exceeded",
        "too_many_tokens",
    };

    private static final String[] PHRASES = {
        // Anthropic, Ollama, Bedrock, Perplexity, Databricks
        "prompt is too long",
        "prompt too long",
        "input is too long",
        "input too long",
        "request is too long",
        "request too long",
        "too long for this model",
        // OpenAI, Azure, DeepSeek, OpenRouter, Mistral, vLLM, LM Studio, MiniMax and others
        "context length",
        "context_length",
        "context window",
        "context size",
        "context limit",
        "maximum context",
        // vLLM, xAI, Poolside
        "longer than the maximum model length",
        "maximum prompt length",
        "maximum allowed input length",
        "maximum input length",
        // Gemini, Vertex, Bedrock, Cohere
        "input token count",
        "input tokens exceed",
        "number of input tokens",
        "exceeds the maximum number of tokens",
        "too many input tokens",
        "too many tokens",
        "tokens in request more than max tokens",
        // Moonshot, Doubao, Qwen, Z.ai
        "exceeded model token limit",
        "token limit exceeded",
        "exceed max message tokens",
        "range of input length",
        "prompt exceeds",
        // Groq, Cerebras, GitHub
        "reduce the length of the messages",
        "reduce your message size",
        // text-generation-inference and Together
        "inputs` must have less than",
        "inputs` tokens + `max_new_tokens`",
        // Titan and Cohere on Bedrock
        "expected maxlength",
        // proxies, and limits a minute that one request alone goes over
        "request too large",
        "request entity too large",
        "payload too large",
        "request exceeds the maximum size",
    };

    /// Bedrock says "too many tokens, please wait": that is about the last minute.
    private static final String[] WAIT = {
        "please wait", "wait before", "slow down", "throttl", "too many requests"
    };

    /// vLLM blames the wish for a long reply and gives both numbers; numbers are bounded, so that
    /// nothing in the pattern can run long.
    private static final Pattern WISH =
            Pattern.compile(
                    "tokens'? is too large: (\\d{1,12}).{0,80}context length is (\\d{1,12})",
                    Pattern.DOTALL);

    private Overflow() {}

    static boolean said(int status, ErrorText text) {
        if (wishAlone(text) || text.says(WAIT)) {
            return false;
        }
        boolean content = text.hasCode("string_above_max_length") && text.says(".content");
        return status == 413 || text.hasCode(CODES) || text.says(PHRASES) || content;
    }

    /// Whether the wish for a long reply is at fault: a shorter prompt would not cure that. A wish
    /// that fits the window by itself was only too much on top of the prompt.
    private static boolean wishAlone(ErrorText text) {
        boolean wish =
                text.says(
                                "max_tokens",
                                "max tokens must",
                                "max_completion_tokens",
                                "max_output_tokens",
                                "maxtokens")
                        && text.says("is too large", "must be less", "at most", "model limit of");
        Matcher numbers = WISH.matcher(text.words());
        boolean fits =
                numbers.find()
                        && Long.parseLong(numbers.group(1)) < Long.parseLong(numbers.group(2));
        return wish && !fits;
    }
}
