package dev.lorimer.app;

import dev.lorimer.run.Phase;
import dev.lorimer.run.RunState;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The call that a run is busy with, in a few words.
final class OpenCall {
    /// The arguments that tell most about a call, the most telling first.
    private static final List<String> TELLING =
            List.of("path", "command", "pattern", "summary", "url", "name");

    private OpenCall() {}

    /// What the open call is, from its intent where there is one, else from its request.
    static String summary(RunState before) {
        return switch (before.phase()) {
            case Phase.Performing performing -> performing.intent().summary();
            case Phase.Dispatching open -> request(open.open().getFirst());
            case Phase.Waiting waiting -> waiting.question().summary();
            case Phase.Decided decided -> decided.question().summary();
            case Phase.Undoing undoing -> undoing.intent().summary();
            case Phase.Parked parked -> parked.pause().summary();
            case Phase.Compensating(var pending, var _, var _) ->
                    pending.isEmpty() ? "" : pending.getFirst().summary();
            case Phase.Unstarted _,
                    Phase.Baseline _,
                    Phase.Asking _,
                    Phase.Silent _,
                    Phase.Compacting _,
                    Phase.Stuck _,
                    Phase.Ended _ ->
                    "";
        };
    }

    private static String request(Phase.Call call) {
        var arguments = Json.object(call.request().arguments());
        var telling =
                arguments.flatMap(given ->
                        TELLING.stream()
                                .map(name -> given.path(name))
                                .filter(JsonNode::isString)
                                .map(JsonNode::asString)
                                .findFirst());
        return call.request().name()
                + arguments.map(_ -> "").orElse(" (arguments that are no JSON object)")
                + telling.map(text -> " " + Timeline.cut(text, 70)).orElse("");
    }
}
