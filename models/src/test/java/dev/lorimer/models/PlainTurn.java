package dev.lorimer.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// An assistant turn and the results after it, as they stand in a request.
///
/// @param text all of it, joined
/// @param thoughts reasoning and server-tool blocks that another request must carry as well
record PlainTurn(
        String text, List<PlainCall> calls, List<JsonNode> thoughts, List<PlainResult> results) {

    /// @param callId of the call that it answers, or empty where the wire has no ids
    /// @param name of the tool, where the wire gives that in place of an id
    /// @param text what can be read of it
    record PlainResult(String callId, String name, String text, boolean error) {}

    /// Which of these turns carries the answer: the one with its calls, or, when it has none, with
    /// its text. Clients may have trimmed texts, dropped what was said beside a call, and given
    /// calls ids of their own.
    static Optional<PlainTurn> matching(List<PlainTurn> turns, PlainReading answer) {
        return turns.stream()
                .filter(turn -> turn.calls.equals(answer.calls()) && turn.says(answer))
                .findFirst()
                .or(() -> turns.stream().filter(turn -> turn.calls(answer)).findFirst());
    }

    boolean says(PlainReading answer) {
        return Plain.straight(text).equals(Plain.straight(answer.text()));
    }

    private boolean calls(PlainReading answer) {
        boolean same = !calls.isEmpty() && calls.size() == answer.calls().size();
        for (int at = 0; same && at < calls.size(); at++) {
            same = calls.get(at).like(answer.calls().get(at));
        }
        return same && (text.isBlank() || calls.equals(answer.calls()) || says(answer));
    }

    /// The results with the position of their call in place of its id, so that ids made up on the
    /// way do not matter.
    List<String> positions() {
        var positions = new ArrayList<String>();
        for (int at = 0; at < results.size(); at++) {
            PlainResult result = results.get(at);
            positions.add(
                    position(result, at) + (result.error() ? " error: " : ": ") + result.text());
        }
        return positions;
    }

    /// The call that a result answers, by its id, else by its tool, else by its place.
    int position(PlainResult result, int place) {
        for (int at = 0; at < calls.size(); at++) {
            if (!result.callId().isEmpty() && calls.get(at).id().equals(result.callId())) {
                return at;
            }
        }
        List<PlainCall> named =
                calls.stream().filter(call -> call.name().equals(result.name())).toList();
        return named.size() == 1 ? calls.indexOf(named.getFirst()) : place;
    }
}
