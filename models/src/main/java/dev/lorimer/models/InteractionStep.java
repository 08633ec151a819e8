package dev.lorimer.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One step of an interaction while it arrives, whole or piece by piece. In the interface's first
/// edition the contents of an output came as steps of their own; they are read as outputs of one
/// content.
final class InteractionStep {
    private static final String TEXT = "text";

    /// Members that name the step or something in it; others grow by their pieces.
    private static final Set<String> NAMES =
            Set.of("type", "id", "call_id", "name", "server_name", "language", "signature");

    /// What a step is, by who understands it.
    enum Kind {
        OUTPUT,
        THOUGHT,
        CALL,
        /// What was asked, told again.
        ECHO,
        /// The provider alone.
        DEED
    }

    /// One content of an output.
    ///
    /// @param text empty for contents of another type
    /// @param with its other members
    private record Content(Optional<StringBuilder> text, ObjectNode with) {}

    private final ReplyDraft draft;
    private final Kind kind;

    /// Whether it came as an output, and not as the content of one.
    private final boolean bracketed;

    private final ObjectNode members;
    private final List<Content> contents = new ArrayList<>();

    /// Signatures that came after the first: each signs a thought of its own.
    private final List<String> signatures = new ArrayList<>();

    private final StringBuilder arguments = new StringBuilder();

    InteractionStep(ObjectNode start, ReplyDraft draft) {
        this.draft = draft;
        String type = start.path("type").asString("");
        this.bracketed = type.equals(InteractionSteps.OUTPUT);
        boolean content = InteractionSteps.CONTENT.contains(type);
        this.kind =
                switch (type) {
                    case "" -> throw BrokenReply.malformed("a step of the reply has no type");
                    case InteractionSteps.OUTPUT -> Kind.OUTPUT;
                    case InteractionSteps.CALL -> Kind.CALL;
                    case "thought" -> Kind.THOUGHT;
                    case "user_input" -> Kind.ECHO;
                    default -> content ? Kind.OUTPUT : Kind.DEED;
                };
        this.members = content ? StrictText.newObject() : start.deepCopy();
        if (content) {
            content(start);
        } else if (bracketed) {
            start.path("content").forEach(one -> one.asObjectOpt().ifPresent(this::content));
            members.remove("content");
        }
    }

    Kind kind() {
        return kind;
    }

    /// What a call is answered by.
    String id() {
        return members.path(kind == Kind.CALL ? "id" : "call_id").asString("");
    }

    /// What went wrong in it.
    Optional<ObjectNode> error() {
        return kind == Kind.OUTPUT ? members.path("error").asObjectOpt() : Optional.empty();
    }

    /// Whether it holds the result of a call.
    boolean result() {
        return members.path("type").asString("").equals("function_result");
    }

    private void content(ObjectNode content) {
        if (!content.path("type").asString("").equals(TEXT)) {
            contents.add(new Content(Optional.empty(), content));
            return;
        }
        ObjectNode with = Layout.without(Layout.without(content, TEXT), "type");
        contents.add(new Content(Optional.of(new StringBuilder()), with));
        said(content.path(TEXT).asString(""));
    }

    private void said(String piece) {
        text().text().orElseThrow().append(piece);
        draft.text(piece);
    }

    /// The text that goes on.
    private Content text() {
        if (contents.isEmpty() || contents.getLast().text().isEmpty()) {
            contents.add(new Content(Optional.of(new StringBuilder()), StrictText.newObject()));
        }
        return contents.getLast();
    }

    void grow(ObjectNode delta) {
        switch (kind) {
            case OUTPUT -> output(delta);
            case THOUGHT -> thought(delta);
            case CALL -> call(delta);
            case DEED -> delta.forEachEntry(this::member);
            case ECHO -> {}
        }
    }

    private void output(ObjectNode delta) {
        switch (delta.path("type").asString("")) {
            case TEXT -> {
                said(delta.path(TEXT).asString(""));
                annotate(delta);
            }
            case "text_annotation", "text_annotation_delta" -> annotate(delta);
            default -> content(delta);
        }
    }

    private void annotate(ObjectNode delta) {
        if (delta.path("annotations").isArray()) {
            merge(text().with(), "annotations", delta.path("annotations"));
        }
    }

    private void thought(ObjectNode delta) {
        if (delta.path("type").asString("").equals(TEXT)) {
            summary(delta);
            return;
        }
        delta.forEachEntry((name, value) -> {
            switch (name) {
                case "content" -> summary(value);
                case "signature" -> sign(value.asString(""));
                default -> member(name, value);
            }
        });
    }

    private void summary(JsonNode content) {
        if (content.isObject()) {
            merge(members, "summary", StrictText.newArray().add(content));
        }
    }

    private void sign(String signature) {
        String before = members.path("signature").asString("");
        if (before.isEmpty()) {
            members.put("signature", signature);
        } else if (!signature.isEmpty() && !signature.equals(before)) {
            signatures.add(signature);
        }
    }

    private void call(ObjectNode delta) {
        delta.forEachEntry((name, value) -> {
            if (!name.equals("arguments")) {
                member(name, value);
            } else if (value.isString()) {
                arguments.append(value.stringValue());
            } else {
                members.set(name, value);
            }
        });
    }

    private void member(String name, JsonNode value) {
        if (NAMES.contains(name)) {
            boolean says = !value.isNull() && !value.asString("").isEmpty();
            if (says && !name.equals("type")) {
                members.set(name, value);
            }
        } else {
            merge(members, name, value);
        }
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
        } else if (!value.isNull()) {
            into.set(name, value.deepCopy());
        }
    }

    /// Adds its text to that of the whole reply.
    void tell(StringBuilder whole) {
        contents.forEach(content -> content.text().ifPresent(whole::append));
    }

    /// @param after whether an output stands right before it
    /// @param answered whether the provider ran the call itself
    void settle(Layout layout, boolean after, boolean answered) {
        switch (kind) {
            case OUTPUT -> {
                boolean more = members.size() > 1;
                if (bracketed && (after || more)) {
                    layout.thought(members);
                }
                contents.forEach(content -> settle(content, layout));
            }
            case THOUGHT -> {
                if (!members.path("signature").asString("").isEmpty() || members.has("summary")) {
                    layout.thought(members);
                }
                for (String signature : signatures) {
                    layout.thought(
                            StrictText.newObject()
                                    .put("type", "thought")
                                    .put("signature", signature));
                }
            }
            case CALL -> {
                if (answered) {
                    settled(layout);
                } else {
                    called(layout);
                }
            }
            case DEED -> layout.deed(members);
            case ECHO -> {}
        }
    }

    private static void settle(Content content, Layout layout) {
        if (content.text().isEmpty()) {
            layout.deed(content.with());
        } else if (!content.text().get().isEmpty()) {
            layout.text(content.text().get().length(), content.with());
        }
    }

    private void settled(Layout layout) {
        StrictText.object(arguments.toString()).ifPresent(read -> members.set("arguments", read));
        layout.deed(members);
    }

    private void called(Layout layout) {
        JsonNode whole = members.path("arguments");
        String written =
                arguments.isEmpty() && !whole.isMissingNode()
                        ? StrictText.write(whole)
                        : arguments.toString();
        draft.call(members.path("id").asString(""), members.path("name").asString(""), written);
        ObjectNode kept = StrictText.newObject();
        members.forEachEntry((name, value) -> {
            boolean says = !value.isNull() && !(value.isString() && value.stringValue().isEmpty());
            if (says && !Set.of("type", "id", "name", "arguments").contains(name)) {
                kept.set(name, value);
            }
        });
        layout.call(kept, StrictText.newObject());
    }
}
