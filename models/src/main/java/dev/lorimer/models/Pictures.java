package dev.lorimer.models;

import dev.lorimer.model.Message;
import java.util.Locale;
import java.util.Set;

/// Which pictures a provider takes. Any other would have the whole request refused, now and with
/// every message after it.
///
/// @param types media types
record Pictures(Set<String> types) {
    /// Those that nearly all providers take.
    // https://platform.openai.com/docs/guides/images-vision,
    // https://platform.claude.com/docs/en/build-with-claude/vision and
    // https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ImageBlock.html
    static final Pictures COMMON =
            new Pictures(Set.of("image/png", "image/jpeg", "image/gif", "image/webp"));

    // https://ai.google.dev/gemini-api/docs/image-understanding
    static final Pictures GEMINI =
            new Pictures(
                    Set.of("image/png", "image/jpeg", "image/webp", "image/heic", "image/heif"));

    // https://github.com/ollama/ollama/blob/main/cmd/interactive.go
    static final Pictures OLLAMA = new Pictures(Set.of("image/png", "image/jpeg", "image/webp"));

    boolean take(Message.Image image) {
        return types.contains(type(image)) && !image.base64().isBlank();
    }

    /// The media type by its registered name.
    static String type(Message.Image image) {
        String type = image.type().toLowerCase(Locale.ROOT);
        return type.equals("image/jpg") ? "image/jpeg" : type;
    }

    /// As most servers take pictures inside JSON.
    static String dataUrl(Message.Image image) {
        return "data:" + type(image) + ";base64," + image.base64();
    }

    /// Stands in a conversation where a picture is that can not be sent.
    static String unseen(Message.Image image) {
        return "(a picture of type \""
                + Wording.shortened(Wording.line(image.type()), 40)
                + "\", which can not be shown to you)";
    }
}
