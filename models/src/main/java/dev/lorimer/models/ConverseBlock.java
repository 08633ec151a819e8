package dev.lorimer.models;

import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One content block of a Converse reply, whole or piece by piece. What it is shows with its first
/// piece.
///
/// Pieces do not have the form of the block that they make: reasoning comes as `text` and
/// `signature` and goes back as `reasoningText`; a citation is a piece of a text block and makes it
/// a `citationsContent`; the input of a call is JSON text in pieces.
final class ConverseBlock {
    private static final String CALL = ConverseReply.CALL;
    private static final String REASONING = "reasoningContent";
    private static final String REDACTED = "redactedContent";
    private static final String CITED = "citationsContent";

    private final ReplyDraft draft;
    private int letters;
    private final StringBuilder text = new StringBuilder();
    private final ArrayNode citations = StrictText.newArray();
    private final StringBuilder input = new StringBuilder();
    private Optional<ObjectNode> call = Optional.empty();
    private Optional<GrowingPart> reasoning = Optional.empty();

    /// Everything that is none of these, in the form it came in.
    private final ObjectNode other = StrictText.newObject();

    /// A citation block that came whole.
    private Optional<ObjectNode> cited = Optional.empty();

    ConverseBlock(ReplyDraft draft) {
        this.draft = draft;
    }

    /// Whether it is a call for us to run.
    boolean called() {
        return call.isPresent();
    }

    void begin(JsonNode start) {
        start.forEachEntry((name, value) -> {
            if (name.equals(CALL) && value.isObject() && !servers(value)) {
                call = Optional.of(value.asObject());
            } else {
                merge(other, name, value);
            }
        });
    }

    /// Calls that the server answers itself say so.
    private static boolean servers(JsonNode call) {
        return call.path("type").asString("").equals("server_tool_use");
    }

    void grow(JsonNode delta) {
        delta.forEachEntry((name, value) -> {
            switch (name) {
                case "text" -> said(value.asString(""));
                case CALL -> input.append(value.path("input").asString(""));
                case REASONING -> value.asObjectOpt().ifPresent(this::reason);
                case "citation" -> citations.add(value);
                default -> merge(other, name, value);
            }
        });
    }

    private void said(String piece) {
        draft.text(piece);
        text.append(piece);
        letters += piece.length();
    }

    private void reason(ObjectNode piece) {
        if (reasoning.isEmpty()) {
            reasoning =
                    Optional.of(
                            new GrowingPart(StrictText.newObject(), Set.of("text", "signature")));
        }
        GrowingPart part = reasoning.get();
        String redacted = piece.path(REDACTED).asString("");
        if (redacted.isEmpty() || !part.has(REDACTED)) {
            part.grow(piece);
        } else {
            String before = part.json().path(REDACTED).asString("");
            part.grow(StrictText.newObject().put(REDACTED, joined(before, redacted)));
        }
    }

    /// Two pieces of base64 as that of their bytes.
    private static String joined(String one, String other) {
        try {
            byte[] before = Base64.getDecoder().decode(one);
            byte[] after = Base64.getDecoder().decode(other);
            byte[] all = new byte[before.length + after.length];
            System.arraycopy(before, 0, all, 0, before.length);
            System.arraycopy(after, 0, all, before.length, after.length);
            return Base64.getEncoder().encodeToString(all);
        } catch (IllegalArgumentException noBase64) {
            throw BrokenReply.malformed("redacted reasoning in the reply is no base64");
        }
    }

    /// A block that came in one piece.
    void whole(JsonNode block) {
        block.forEachEntry((name, value) -> {
            boolean use = name.equals(CALL) && !servers(value);
            if (name.equals("text") && value.isString()) {
                said(value.stringValue());
            } else if (use && value.isObject()) {
                call = value.asObjectOpt();
                input.append(StrictText.write(value.path("input")));
            } else if (name.equals(CITED)) {
                cited = Optional.of(StrictText.newObject().set(name, value));
                value.path("content").forEach(said -> said(said.path("text").asString("")));
            } else if (!name.equals("type") || !value.isString()) {
                // Some gateways give blocks of this form the type that others have.
                other.set(name, value);
            }
        });
    }

    /// What came in pieces, put together: texts end to end, lists one after the other.
    private static void merge(ObjectNode into, String name, JsonNode value) {
        JsonNode before = into.path(name);
        if (before.isObject() && value.isObject()) {
            ObjectNode object = before.asObject();
            value.forEachEntry((key, inner) -> merge(object, key, inner));
        } else if (before.isArray() && value.isArray()) {
            before.asArray().addAll(value.asArray());
        } else if (before.isString() && value.isString()) {
            into.put(name, before.stringValue() + value.stringValue());
        } else {
            into.set(name, value.deepCopy());
        }
    }

    void settle(Layout layout) {
        if (call.isPresent()) {
            ObjectNode use = call.get();
            draft.call(
                    use.path("toolUseId").asString(""),
                    use.path("name").asString(""),
                    input.toString());
            layout.call(StrictText.newObject(), StrictText.newObject());
        } else if (reasoning.isPresent()) {
            layout.thought(reasoned(reasoning.get().json()));
        } else if (other.has(REASONING)) {
            layout.thought(other);
        } else if (!other.isEmpty()) {
            deed(layout);
        } else if (letters > 0 || cited.isPresent()) {
            text(layout);
        }
    }

    private static ObjectNode reasoned(ObjectNode members) {
        ObjectNode part = StrictText.newObject();
        ObjectNode content = part.putObject(REASONING);
        if (members.has(REDACTED)) {
            content.set(REDACTED, members.path(REDACTED));
        } else {
            content.set("reasoningText", members);
        }
        return part;
    }

    private void deed(Layout layout) {
        JsonNode use = other.path(CALL);
        if (use.isObject() && !input.isEmpty()) {
            StrictText.object(input.toString())
                    .ifPresentOrElse(
                            json -> use.asObject().set("input", json),
                            () -> use.asObject().put("input", input.toString()));
        }
        if (letters > 0) {
            text(layout);
        }
        layout.deed(other);
    }

    private void text(Layout layout) {
        ObjectNode nothing = StrictText.newObject();
        if (cited.isPresent()) {
            layout.text(letters, nothing, cited.get());
        } else if (citations.isEmpty()) {
            layout.text(letters, nothing);
        } else {
            ObjectNode part = StrictText.newObject();
            ObjectNode content = part.putObject(CITED);
            content.putArray("content").addObject().put("text", text.toString());
            content.set("citations", citations);
            layout.text(letters, nothing, part);
        }
    }
}
