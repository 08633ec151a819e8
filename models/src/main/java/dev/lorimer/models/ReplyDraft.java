package dev.lorimer.models;

import dev.lorimer.model.Message;
import dev.lorimer.model.Reply;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// A reply while it arrives. Dialects put pieces in; [#finish] checks the whole and gives it out.
final class ReplyDraft {
    private final Asked asked;
    private final Consumer<String> onText;
    private final StringBuilder text = new StringBuilder();

    /// How much of the text [#onText] has been told.
    private int told;

    private final List<Message.ToolCall> calls = new ArrayList<>();
    private final List<Message.PrivatePart> privateParts = new ArrayList<>();
    private boolean deeds;
    private Reply.Usage usage = Reply.Usage.NONE;
    private String model;

    ReplyDraft(Asked asked, Consumer<String> onText) {
        this.asked = asked;
        this.onText = onText;
        this.model = asked.model();
    }

    void text(String piece) {
        text.append(piece);
        int end = text.length();
        // A pair of surrogates can arrive in two pieces; half of it can not be shown.
        if (end > told && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        if (end > told) {
            onText.accept(StrictText.wellFormed(text.substring(told, end)));
            told = end;
        }
    }

    /// What the whole reply says; the pieces told before were for display only.
    void whole(CharSequence said) {
        text.setLength(0);
        text.append(said);
    }

    int textLength() {
        return text.length();
    }

    boolean hasText() {
        return !text.isEmpty();
    }

    /// @param id as the server gave it, or empty; see [#finish]
    /// @param arguments as the model wrote them; blank counts as no arguments
    void call(String id, String name, String arguments) {
        if (name.isBlank()) {
            throw BrokenReply.malformed("a call in the reply names no tool");
        }
        // Some models write nothing at all for a tool without parameters.
        String written = arguments.isBlank() ? "{}" : StrictText.wellFormed(arguments);
        calls.add(new Message.ToolCall(id, ToolNames.meant(name, asked.request()), written));
    }

    void privatePart(String json) {
        privateParts.add(new Message.PrivatePart(asked.privateKey(), StrictText.wellFormed(json)));
    }

    /// What the provider's own tools did: a reply that holds nothing else is whole all the same.
    void deed(String json) {
        privatePart(json);
        deeds = true;
    }

    /// Providers report usage several times and cumulatively, some with zeros in between.
    void usage(Reply.Usage seen) {
        usage =
                new Reply.Usage(
                        Math.max(usage.input(), seen.input()),
                        Math.max(usage.output(), seen.output()),
                        Math.max(usage.cached(), seen.cached()),
                        Math.max(usage.written(), seen.written()),
                        Math.max(usage.reasoned(), seen.reasoned()));
    }

    void model(String reported) {
        model = reported;
    }

    /// The whole reply.
    ///
    /// Calls without an id, or with one that the conversation holds already, get one of our own:
    /// results are matched by id, so an id that comes twice would settle the wrong call.
    ///
    /// @param ended why it ended, by the server's word; END and CALLS are corrected by what it
    ///   holds
    /// @throws BrokenReply when it ended regularly and holds neither text nor calls nor deeds
    Reply finish(Reply.Stop ended) {
        Reply.Stop stop =
                switch (ended) {
                    case END, CALLS -> calls.isEmpty() ? Reply.Stop.END : Reply.Stop.CALLS;
                    case LENGTH, REFUSED -> ended;
                };
        if (stop == Reply.Stop.END && text.toString().isBlank() && !deeds) {
            throw BrokenReply.malformed("the reply holds neither text nor calls");
        }
        if (ended == Reply.Stop.CALLS && calls.isEmpty()) {
            throw BrokenReply.malformed("the reply says that it asks for calls and holds none");
        }
        var message =
                new Message.Assistant(
                        StrictText.wellFormed(text.toString()), withUniqueIds(), privateParts);
        return new Reply(message, usage, stop, model);
    }

    private List<Message.ToolCall> withUniqueIds() {
        Set<String> taken = new HashSet<>();
        var unique = new ArrayList<Message.ToolCall>();
        for (Message.ToolCall call : calls) {
            String id = StrictText.wellFormed(call.id());
            if (id.isBlank() || taken.contains(id) || asked.holdsCall(id)) {
                id = "call-" + asked.turn() + "-" + (unique.size() + 1);
            }
            while (taken.contains(id) || asked.holdsCall(id)) {
                id += "x";
            }
            taken.add(id);
            unique.add(new Message.ToolCall(id, call.name(), call.arguments()));
        }
        return unique;
    }
}
