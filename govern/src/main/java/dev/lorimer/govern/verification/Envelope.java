package dev.lorimer.govern.verification;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A text with signatures: DSSE (secure-systems-lab/dsse, version 1), as one line of JSON in one
/// form only, so that no byte of it can change unseen.
public final class Envelope {
    private Envelope() {}

    /// What opening gave.
    public sealed interface Opened {
        /// Signed by a key that counts.
        record Signed(String text, String keyId) implements Opened {}

        /// With no signature that counts: by nobody, or by strangers.
        ///
        /// @param by the ids of the keys that it names
        record Unproven(String text, List<String> by) implements Opened {}

        /// No envelope of this type, or not what was signed.
        record Broken(String why) implements Opened {}
    }

    /// @param type what the text is, as a media type
    /// @param signer empty for an envelope that nobody signs
    public static String of(String type, String text, Optional<Signer> signer) {
        var payload = text.getBytes(StandardCharsets.UTF_8);
        var signatures =
                signer.stream()
                        .map(one ->
                                Canonical.map(
                                        "keyid",
                                        one.keyId(),
                                        "sig",
                                        base64(one.sign(signed(type, payload)))))
                        .toList();
        return Canonical.text(
                Canonical.map(
                        "payload", base64(payload),
                        "payloadType", type,
                        "signatures", signatures));
    }

    /// Checks an envelope and gives what it holds.
    public static Opened open(String envelope, String type, List<TrustedKey> trusted) {
        var json = Canonical.object(envelope.strip());
        if (json.isEmpty()) {
            return new Opened.Broken("it holds no JSON object");
        }
        if (!Canonical.form(envelope.strip()).equals(envelope.strip())) {
            return new Opened.Broken("it is not written in the one form that envelopes have");
        }
        if (!text(json.get(), "payloadType").equals(type)) {
            return new Opened.Broken("its payload type is not \"%s\"".formatted(type));
        }
        var payload = decoded(text(json.get(), "payload"));
        if (payload.isEmpty()) {
            return new Opened.Broken("its payload is no base64 in its one form");
        }
        return opened(json.get(), type, payload.get(), trusted);
    }

    private static Opened opened(
            JsonNode json, String type, byte[] payload, List<TrustedKey> trusted) {
        var text = new String(payload, StandardCharsets.UTF_8);
        var by = new ArrayList<String>();
        for (var signature : json.path("signatures").values()) {
            var id = text(signature, "keyid");
            var key = trusted.stream().filter(one -> one.id().equals(id)).findFirst();
            var bytes = decoded(text(signature, "sig"));
            if (bytes.isEmpty()) {
                return new Opened.Broken("a signature is no base64 in its one form");
            }
            by.add(id);
            if (key.isPresent()) {
                return key.get().signed(signed(type, payload), bytes.get())
                        ? new Opened.Signed(text, id)
                        : new Opened.Broken("the signature of key %s does not hold".formatted(id));
            }
        }
        return new Opened.Unproven(text, List.copyOf(by));
    }

    private static String text(JsonNode node, String key) {
        return node.path(key).asString("");
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /// Several texts can decode to the same bytes; only the usual one counts.
    private static Optional<byte[]> decoded(String text) {
        try {
            var bytes = Base64.getDecoder().decode(text);
            return base64(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// DSSE's encoding before signing: type and body with their lengths, so that neither can pass
    /// for a part of the other.
    private static byte[] signed(String type, byte[] payload) {
        int length = type.getBytes(StandardCharsets.UTF_8).length;
        var head =
                "DSSEv1 %d %s %d "
                        .formatted(length, type, payload.length)
                        .getBytes(StandardCharsets.UTF_8);
        var all = new byte[head.length + payload.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(payload, 0, all, head.length, payload.length);
        return all;
    }
}
