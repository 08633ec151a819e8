package dev.lorimer.models;

import dev.lorimer.model.Message;
import dev.lorimer.model.ModelException;
import dev.lorimer.model.Request;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A conversation as the dialects want it: the two sides take turns, and what answers the model's
/// calls comes first in the turn after them.
sealed interface Turn {
    /// Everything between two assistant messages.
    ///
    /// @param said what the user or the harness said, in order
    record Asks(List<Message.ToolResult> results, List<Message.User> said) implements Turn {
        List<String> texts() {
            return said.stream().map(Message.User::text).toList();
        }

        /// Whether there is more to send than text.
        boolean hasImages() {
            return said.stream().anyMatch(user -> !user.images().isEmpty());
        }

        List<Message.Image> images() {
            return said.stream().flatMap(user -> user.images().stream()).toList();
        }
    }

    record Answers(Message.Assistant message) implements Turn {}

    /// Stands where a server wants words and there are none.
    String NOTHING_SAID = "(empty message)";

    /// What follows a last word of the model.
    String GO_ON = "Go on.";

    /// The conversation in turns.
    ///
    /// @throws ModelException when a call has not exactly one result: every dialect refuses that,
    ///   and it costs nothing to say so here
    static List<Turn> of(Request request) {
        var turns = new ArrayList<Turn>();
        var open = new LinkedHashSet<String>();
        for (Message message : request.messages()) {
            switch (message) {
                case Message.User user -> asks(turns).said().add(user);
                case Message.ToolResult result -> {
                    if (!open.remove(result.callId())) {
                        throw invalid(result.callId(), "a result but no open call before it");
                    }
                    asks(turns).results().add(result);
                }
                case Message.Assistant assistant -> {
                    checkSettled(open);
                    open(assistant, open);
                    turns.add(new Answers(assistant));
                }
            }
        }
        checkSettled(open);
        return turns;
    }

    /// The same, ending with the user: most servers refuse a conversation without a word, or one
    /// that the model had the last word in.
    static List<Turn> closed(Request request) {
        List<Turn> turns = of(request);
        if (turns.isEmpty() || turns.getLast() instanceof Answers) {
            var said = new Message.User(turns.isEmpty() ? NOTHING_SAID : GO_ON);
            turns.add(new Asks(List.of(), List.of(said)));
        }
        return turns;
    }

    private static Asks asks(List<Turn> turns) {
        if (!turns.isEmpty() && turns.getLast() instanceof Asks asks) {
            return asks;
        }
        var asks = new Asks(new ArrayList<>(), new ArrayList<>());
        turns.add(asks);
        return asks;
    }

    private static void open(Message.Assistant assistant, Set<String> open) {
        var seen = new HashSet<String>();
        for (Message.ToolCall call : assistant.calls()) {
            if (!seen.add(call.id())) {
                throw invalid(call.id(), "its id twice in one message");
            }
            open.add(call.id());
        }
    }

    private static void checkSettled(Set<String> open) {
        for (String id : open) {
            throw invalid(id, "no result before the next assistant message");
        }
    }

    private static ModelException invalid(String id, String what) {
        return new ModelException(
                ModelException.Kind.INVALID_REQUEST,
                "the conversation can not be sent: call \""
                        + Wording.shortened(id, 80)
                        + "\" has "
                        + what
                        + "; give each call exactly one result");
    }
}
