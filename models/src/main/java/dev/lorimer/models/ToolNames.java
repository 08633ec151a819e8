package dev.lorimer.models;

import dev.lorimer.model.Request;
import java.util.function.Predicate;

/// Names of tools that a provider would refuse. Tools of other makers have dots and spaces in their
/// names, and a model can have called a tool by any name at all; one such name in a conversation
/// would have every later request refused.
///
/// Such a name goes out as an alias that every provider takes; a call of the alias comes back as a
/// call of the tool.
final class ToolNames {
    /// What is kept of the name; with the hash the alias has at most 64 letters, the least that
    /// providers allow.
    private static final int KEPT_LETTERS_MAX = 40;

    /// `call_` and 24 letters of hash, of which 8 tell two names apart that look alike.
    private static final int HASH_BEGINS = 5;

    private static final int HASH_LETTERS = 8;

    private ToolNames() {}

    /// @param legal what the provider takes
    static String sent(String name, Predicate<String> legal) {
        return legal.test(name) ? name : alias(name);
    }

    /// The tool that a reply means by this name.
    static String meant(String sent, Request request) {
        boolean known = request.tools().stream().anyMatch(tool -> tool.name().equals(sent));
        if (known) {
            return sent;
        }
        return request.tools().stream()
                .map(Request.ToolDefinition::name)
                .filter(name -> alias(name).equals(sent))
                .findFirst()
                .orElse(sent);
    }

    private static String alias(String name) {
        String kept = name.replaceAll("[^A-Za-z0-9_]", "_");
        String begin = kept.substring(0, Math.min(kept.length(), KEPT_LETTERS_MAX));
        String hash = CallIds.hashed(name).substring(HASH_BEGINS, HASH_BEGINS + HASH_LETTERS);
        // Some providers want a letter first, and some take no hyphen.
        return "tool_" + begin + "_" + hash;
    }
}
