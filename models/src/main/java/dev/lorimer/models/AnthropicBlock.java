package dev.lorimer.models;

import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One block of a Messages reply while it arrives.
final class AnthropicBlock {
    /// What a block is, by who understands it.
    enum Kind {
        TEXT,
        CALL,
        /// The provider alone.
        PRIVATE
    }

    private final Kind kind;
    private final GrowingPart members;
    private final int textBefore;
    private final int callsBefore;
    private final StringBuilder input = new StringBuilder();
    private int letters;

    /// @param textBefore letters of text in the blocks before this one
    /// @param callsBefore calls among them
    AnthropicBlock(ObjectNode start, int textBefore, int callsBefore) {
        this.kind =
                switch (start.path("type").asString("")) {
                    case "" -> throw BrokenReply.malformed("a block of the reply has no type");
                    case "text" -> Kind.TEXT;
                    case "tool_use" -> Kind.CALL;
                    default -> Kind.PRIVATE;
                };
        this.members = new GrowingPart(start, Set.of());
        this.textBefore = textBefore;
        this.callsBefore = callsBefore;
    }

    Kind kind() {
        return kind;
    }

    /// Notes text that came for this block.
    void grown(String text) {
        letters += text.length();
    }

    /// `thinking_delta` grows `thinking`, `signature_delta` grows `signature`, a citation is one
    /// more of `citations`, and so on for what the provider may add.
    void grow(JsonNode delta) {
        delta.forEachEntry((name, value) -> {
            switch (name) {
                case "type" -> {}
                case "text" -> {
                    if (kind == Kind.PRIVATE) {
                        member(name, value);
                    }
                }
                case "partial_json" -> input.append(value.asString(""));
                case "citation" -> list("citations").add(value);
                default -> member(name, value);
            }
        });
    }

    private void member(String name, JsonNode value) {
        switch (value.getNodeType()) {
            case STRING -> members.append(name, value.stringValue());
            case ARRAY -> value.forEach(list(name)::add);
            case NULL, MISSING -> {}
            case NUMBER, BOOLEAN, OBJECT, BINARY, POJO ->
                    members.grow(StrictText.newObject().set(name, value));
        }
    }

    private ArrayNode list(String name) {
        JsonNode list = members.json().path(name);
        if (!list.isArray()) {
            members.grow(StrictText.newObject().set(name, StrictText.newArray()));
        }
        return members.json().path(name).asArray();
    }

    /// @param before the block before this one
    void settle(ReplyDraft draft, Optional<AnthropicBlock> before) {
        switch (kind) {
            case TEXT -> {
                ObjectNode more = more(Set.of("type", "text"));
                boolean joined = before.isPresent() && before.get().kind != Kind.PRIVATE;
                if (letters > 0 && (joined || !more.isEmpty())) {
                    mark(Optional.of(letters), more, draft);
                }
            }
            case CALL -> {
                ObjectNode json = members.json();
                String id = json.path("id").asString("");
                draft.call(id, json.path("name").asString(""), arguments(json));
                ObjectNode more = more(Set.of("type", "id", "name", "input"));
                if (!more.isEmpty()) {
                    mark(Optional.empty(), more, draft);
                }
            }
            case PRIVATE -> {
                ObjectNode json = members.json();
                StrictText.object(input.toString()).ifPresent(read -> json.set("input", read));
                String placed = new PlacedBlock(textBefore, callsBefore, json).json();
                if (AnthropicHistory.THINKING.contains(json.path("type").asString(""))) {
                    draft.privatePart(placed);
                } else {
                    draft.deed(placed);
                }
            }
        }
    }

    /// What is there beside these members, and says something.
    private ObjectNode more(Set<String> own) {
        ObjectNode more = StrictText.newObject();
        members.json()
                .forEachEntry((name, value) -> {
                    // The model itself calls, unless another is named.
                    boolean direct =
                            name.equals("caller")
                                    && value.path("type").asString("").equals("direct");
                    boolean says = !value.isNull() && !(value.isContainer() && value.isEmpty());
                    if (!own.contains(name) && says && !direct) {
                        more.set(name, value);
                    }
                });
        return more;
    }

    private void mark(Optional<Integer> length, ObjectNode more, ReplyDraft draft) {
        draft.privatePart(new MarkedBlock(textBefore, callsBefore, length, more).json());
    }

    private String arguments(ObjectNode json) {
        if (!input.isEmpty()) {
            return input.toString();
        }
        JsonNode whole = json.path("input");
        return whole.isMissingNode() ? "" : StrictText.write(whole);
    }
}
