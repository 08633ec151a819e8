package dev.lorimer.models;

import dev.lorimer.model.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The parts of a Gemini answer while they arrive, and on their way back.
final class GeminiParts {
    static final String CALL = "functionCall";

    /// More calls at once than any model makes on purpose.
    private static final int CALLS_MAX = 1000;

    private static final String TEXT = "text";
    private static final String SIGNATURE = "thoughtSignature";

    private sealed interface Piece {
        /// @param with its members but the text
        record Said(StringBuilder text, ObjectNode with) implements Piece {}

        /// @param with the part's members but the call
        record Called(GeminiCall call, ObjectNode with) implements Piece {}

        record Thought(GrowingPart part) implements Piece {}

        record Deed(ObjectNode part) implements Piece {}
    }

    private final ReplyDraft draft;
    private final List<Piece> pieces = new ArrayList<>();

    /// How many pieces there were before this chunk: only its first part may go on with them.
    private int before;

    private int calls;

    GeminiParts(ReplyDraft draft) {
        this.draft = draft;
    }

    /// The parts of one chunk, or of a whole reply.
    void take(JsonNode parts) {
        before = pieces.size();
        for (JsonNode part : parts) {
            part.asObjectOpt().filter(json -> !json.isEmpty()).ifPresent(this::part);
        }
    }

    private void part(ObjectNode part) {
        if (part.path(CALL).isObject()) {
            call(part);
        } else if (!part.path(TEXT).isString()) {
            pieces.add(new Piece.Deed(part));
        } else if (part.path("thought").asBoolean(false)) {
            thought(part);
        } else {
            text(part);
        }
    }

    private void text(ObjectNode part) {
        String text = part.path(TEXT).stringValue();
        ObjectNode with = Layout.without(part, TEXT);
        draft.text(text);
        if (with.isEmpty()
                && continues()
                && pieces.getLast() instanceof Piece.Said said
                && said.with().isEmpty()) {
            said.text().append(text);
        } else if (!with.isEmpty() || !text.isEmpty()) {
            pieces.add(new Piece.Said(new StringBuilder(text), with));
        }
    }

    private void thought(ObjectNode part) {
        if (continues()
                && pieces.getLast() instanceof Piece.Thought thought
                && !thought.part().has(SIGNATURE)
                && !part.has(SIGNATURE)) {
            thought.part().grow(part);
        } else {
            pieces.add(new Piece.Thought(new GrowingPart(part, Set.of(TEXT))));
        }
    }

    /// Whether a part may go on with the one before it: parts of one chunk are apart, and so is one
    /// with a signature, which signs it alone.
    private boolean continues() {
        return before > 0 && pieces.size() == before;
    }

    private void call(ObjectNode part) {
        JsonNode fragment = part.path(CALL);
        boolean named = StrictText.string(fragment, "name").isPresent();
        if (!named && open().isPresent()) {
            Piece.Called called = open().get();
            called.call().take(fragment);
            called.with().setAll(Layout.without(part, CALL));
            return;
        }
        if (++calls > CALLS_MAX) {
            throw BrokenReply.malformed("the reply holds more than " + CALLS_MAX + " calls");
        }
        pieces.add(new Piece.Called(new GeminiCall(fragment), Layout.without(part, CALL)));
    }

    /// The call that more is announced of.
    private Optional<Piece.Called> open() {
        return !pieces.isEmpty()
                        && pieces.getLast() instanceof Piece.Called called
                        && called.call().open()
                ? Optional.of(called)
                : Optional.empty();
    }

    /// Puts the calls, and what the message can not hold, into the draft.
    void settle() {
        var layout = new Layout(CALL);
        for (Piece piece : pieces) {
            switch (piece) {
                case Piece.Said said -> layout.text(said.text().length(), said.with());
                case Piece.Called called -> {
                    GeminiCall call = called.call();
                    draft.call(call.id(), call.name(), call.arguments());
                    ObjectNode members = StrictText.newObject();
                    if (!call.id().isEmpty()) {
                        members.put("id", call.id());
                    }
                    layout.call(members, called.with());
                }
                case Piece.Thought thought -> layout.thought(thought.part().json());
                case Piece.Deed deed -> layout.deed(deed.part());
            }
        }
        layout.settle(draft);
    }

    /// The parts of a message on its way back.
    static ArrayNode restored(Message.Assistant message, Asked asked) {
        Optional<ArrayNode> layout = Layout.of(message, asked.privateKey());
        ArrayNode parts =
                Layout.restored(
                        message, layout.orElseGet(StrictText::newArray), CALL, GeminiParts::called);
        if (layout.isEmpty() && GeminiSettings.of(asked).wantsSignatures()) {
            sign(parts);
        }
        return parts;
    }

    /// One signature, on the first call, stands for all calls of a message.
    private static void sign(ArrayNode parts) {
        for (JsonNode part : parts) {
            if (part.has(CALL)) {
                part.asObject().put(SIGNATURE, GeminiContent.UNSIGNED);
                return;
            }
        }
    }

    private static ObjectNode called(Message.ToolCall call, ObjectNode entry) {
        ObjectNode part = StrictText.newObject();
        ObjectNode members = part.putObject(CALL);
        members.setAll(entry.path(CALL).asObjectOpt().orElseGet(StrictText::newObject));
        members.put("name", GeminiContent.sentName(call.name()));
        members.set("args", Layout.arguments(call));
        part.setAll(Layout.without(entry, CALL));
        return part;
    }
}
