package dev.lorimer.govern.verification;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What happened in a run, entry by entry, with the calls that its model made.
final class RunHistory {
    /// Every kind of entry that there is today; what one does that is not among them, nobody here
    /// can say.
    private static final Set<String> KINDS =
            Set.of(
                    "started",
                    "verified",
                    "replied",
                    "faltered",
                    "switched",
                    "compacted",
                    "resumed",
                    "told",
                    "heard",
                    "refused",
                    "asked",
                    "answered",
                    "overdue",
                    "intended",
                    "lost",
                    "parked",
                    "undoing",
                    "undone",
                    "settled",
                    "recovered",
                    "reviewed",
                    "compensating",
                    "finished",
                    "landed");

    private final List<Event> events;
    private final Map<String, Call> calls = new HashMap<>();
    private final List<String> faults;

    private RunHistory(List<Event> events, List<String> faults) {
        this.events = List.copyOf(events);
        this.faults = List.copyOf(faults);
        int turn = 0;
        for (var event : events) {
            if (event.is("replied")) {
                turn++;
                int place = 0;
                for (var call : event.body().path("message").path("calls").values()) {
                    place++;
                    calls.put(
                            turn + "." + place,
                            new Call(
                                    call.path("name").asString(""),
                                    call.path("arguments").asString("")));
                }
            }
        }
    }

    /// What a model asked for.
    record Call(String tool, String arguments) {}

    static RunHistory of(Transcript transcript) {
        var events = new ArrayList<Event>();
        var faults = new ArrayList<String>();
        for (var line : transcript.lines()) {
            Optional<JsonNode> body = Canonical.object(line.json());
            if (body.isEmpty()) {
                faults.add("entry %s is no JSON object".formatted(line.seq()));
            } else {
                events.add(new Event(line.seq(), line.at(), line.kind(), body.get()));
            }
        }
        return new RunHistory(events, faults);
    }

    /// Lines that are no entries.
    List<String> faults() {
        return faults;
    }

    List<Event> events() {
        return events;
    }

    List<Event> of(String kind) {
        return events.stream().filter(event -> event.is(kind)).toList();
    }

    Optional<Event> last(String kind) {
        return of(kind).stream().reduce((_, later) -> later);
    }

    /// The first entry, when it is the start.
    Optional<Event> start() {
        return events.stream().findFirst().filter(event -> event.is("started"));
    }

    Optional<Call> call(String id) {
        return Optional.ofNullable(calls.get(id));
    }

    List<Call> calls() {
        return List.copyOf(calls.values());
    }

    List<Event> unknown() {
        return events.stream().filter(event -> !KINDS.contains(event.kind())).toList();
    }

    /// The tree that the run started from.
    String base() {
        return start().map(event -> event.text("base")).orElse("");
    }

    /// The tree that its last entry leaves.
    String tree() {
        return last("settled").map(event -> event.text("tree")).orElse(base());
    }

    /// How it ended: the outcome's name, as `Done`; empty when it has not.
    String outcome() {
        return last("finished")
                .map(event -> event.body().path("outcome").path("type").asString(""))
                .orElse("");
    }

    /// What the outcome says.
    String answer() {
        return last("finished")
                .map(event -> event.body().path("outcome").path("text").asString(""))
                .orElse("");
    }
}
