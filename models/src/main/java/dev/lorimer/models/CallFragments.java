package dev.lorimer.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// Puts the calls of a Chat Completions reply together from their fragments.
///
/// By the book a fragment names its call by `index`, and the first one has `id` and name. Servers
/// leave out each of the three, number all calls 0, send calls whole, repeat the name in every
/// fragment, or make up a new id for each. The rules here: a fragment with a name and an id not
/// seen at its place begins a call; without an index, so does a fragment with a name once the call
/// before it is complete.
final class CallFragments {
    /// More calls at once than any model makes on purpose; 10 is the most recorded.
    private static final int CALLS_MAX = 1000;

    private static final class Fragments {
        private final Optional<Long> index;
        private String id = "";
        private String name = "";
        private final StringBuilder arguments = new StringBuilder();
        private Optional<JsonNode> extra = Optional.empty();

        Fragments(Optional<Long> index) {
            this.index = index;
        }

        boolean complete() {
            return StrictText.object(arguments.toString()).isPresent();
        }
    }

    private final List<Fragments> calls = new ArrayList<>();

    /// @param whole whether calls come complete, so that none goes on with the one before it
    void take(JsonNode fragment, boolean whole) {
        JsonNode function = fragment.path("function");
        String id = StrictText.string(fragment, "id").orElse("");
        String name = StrictText.string(function, "name").orElse("");
        Optional<Long> index =
                fragment.path("index").isIntegralNumber()
                        ? Optional.of(StrictText.count(fragment, "index"))
                        : Optional.empty();
        Fragments call =
                open(index, id, name)
                        .filter(_ -> !whole)
                        .orElseGet(() -> {
                            calls.add(new Fragments(index));
                            return calls.getLast();
                        });
        if (calls.size() > CALLS_MAX) {
            throw BrokenReply.malformed("the reply holds more than " + CALLS_MAX + " calls");
        }
        if (call.id.isEmpty()) {
            call.id = id;
        }
        if (!name.equals(call.name)) {
            call.name += name;
        }
        arguments(function.path("arguments"), call);
        JsonNode extra = fragment.path("extra_content");
        if (extra.isObject()) {
            call.extra = Optional.of(extra);
        }
    }

    /// The call that a fragment goes on with, or empty when it begins one.
    private Optional<Fragments> open(Optional<Long> index, String id, String name) {
        if (index.isPresent()) {
            return calls.reversed().stream()
                    .filter(call -> call.index.equals(index))
                    .findFirst()
                    .filter(call -> !begins(call, id, name));
        }
        if (!id.isEmpty()) {
            Optional<Fragments> same =
                    calls.stream().filter(call -> call.id.equals(id)).findFirst();
            if (same.isPresent()) {
                return same.filter(call -> !begins(call, id, name));
            }
        }
        return calls.isEmpty()
                ? Optional.empty()
                : Optional.of(calls.getLast())
                        .filter(call -> !begins(call, id, name))
                        .filter(call -> name.isEmpty() || !call.complete());
    }

    private static boolean begins(Fragments call, String id, String name) {
        if (name.isEmpty()) {
            return false;
        }
        boolean otherId = !id.isEmpty() && !call.id.isEmpty() && !id.equals(call.id);
        boolean otherName = !name.equals(call.name) && !call.arguments.isEmpty();
        return otherId || otherName;
    }

    private static void arguments(JsonNode arguments, Fragments call) {
        switch (arguments.getNodeType()) {
            case STRING -> call.arguments.append(arguments.stringValue());
            // Some servers send the object itself where its text belongs.
            case OBJECT -> call.arguments.append(StrictText.write(arguments));
            case NULL, MISSING -> {}
            case NUMBER, BOOLEAN, ARRAY, BINARY, POJO ->
                    throw BrokenReply.malformed("the arguments of a call are no text");
        }
    }

    /// Whether every call has arguments that are whole JSON, or none at all.
    boolean complete() {
        return calls.stream().allMatch(call -> call.arguments.isEmpty() || call.complete());
    }

    void settle(ReplyDraft draft) {
        for (Fragments call : calls) {
            draft.call(call.id, call.name, call.arguments.toString());
        }
    }

    /// What the server wants back with each call, one object a call; empty when there is nothing.
    ArrayNode extras() {
        ArrayNode extras = StrictText.newArray();
        if (calls.stream().anyMatch(call -> call.extra.isPresent())) {
            for (Fragments call : calls) {
                var members = extras.addObject();
                call.extra.ifPresent(extra -> members.set("extra_content", extra));
            }
        }
        return extras;
    }
}
