package dev.lorimer.run;

import dev.lorimer.context.Window;
import dev.lorimer.model.Message;
import dev.lorimer.model.Request;
import java.util.ArrayList;
import java.util.List;

/// The requests of a run: instructions and tools of its agent, the pinned text, then what was said.
/// Each one starts with the bytes of the one before, until the conversation is cut.
record Prompt(Tape tape, Agent agent) {

    /// The next request, whether a window has room for it or not.
    Request request(Window window) {
        return request(tape.conversation(), window.outputTokensMax());
    }

    Request request(List<Message> conversation, int outputTokensMax) {
        var pinned = new Message.User(Words.pinned(tape.state().start().orElseThrow()));
        var messages = Ledger.joined(List.of(pinned), conversation);
        return new Request(agent.instructions(), agent.definitions(), messages, outputTokensMax);
    }

    /// Tokens of the next request, estimated.
    long tokens() {
        return Window.tokens(request(tape.conversation(), 1));
    }

    /// Tokens of a request in which nothing has been said, estimated.
    long tokensAround() {
        return Window.tokens(request(List.of(), 1));
    }

    /// The next request with one more message, shortened in its middle until it has at most so many
    /// tokens: its beginning stays as the provider's cache has it, its end is what happened last.
    Request asking(String last, long tokensMax, int outputTokensMax) {
        var said = tape.conversation();
        var wish = new Message.User(last);
        var whole = request(Ledger.joined(said, List.of(wish)), outputTokensMax);
        if (Window.tokens(whole) <= tokensMax) {
            return whole;
        }
        var head = said.subList(0, tape.state().conversation().replacement().size());
        var rest = said.subList(head.size(), said.size());
        var around = tokensAround() + Window.tokens(head) + Window.tokens(List.of(wish));
        var from = firstKept(rest, tokensMax - around);
        var shorter = new ArrayList<Message>(head);
        shorter.add(new Message.User(SummaryWords.leftOut(from)));
        shorter.addAll(rest.subList(from, rest.size()));
        shorter.add(wish);
        return request(shorter, outputTokensMax);
    }

    /// Where the last messages begin that have at most so many tokens, and a reply with all its
    /// results.
    private static int firstKept(List<Message> messages, long tokensMax) {
        var from = messages.size();
        for (var i = messages.size() - 1; i >= 0; i--) {
            if (Window.tokens(messages.subList(i, messages.size())) > tokensMax) {
                break;
            }
            if (!(messages.get(i) instanceof Message.ToolResult)) {
                from = i;
            }
        }
        return from;
    }
}
