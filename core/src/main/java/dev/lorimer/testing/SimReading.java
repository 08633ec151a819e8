package dev.lorimer.testing;

import dev.lorimer.model.Message;
import dev.lorimer.model.Message.ToolCall;
import dev.lorimer.model.Message.ToolResult;
import dev.lorimer.model.Request;
import dev.lorimer.run.Entry;
import dev.lorimer.run.Recorded;
import dev.lorimer.tool.EffectClass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads what a model is told: that the request is one that every provider takes, that it goes on
/// where the one before ended, and that each sentence about a call is true in the world.
final class SimReading {
    private final SimTask task;
    private final SimWorld world;
    private final SimWatch watch;
    private final List<List<Message>> earlier = new ArrayList<>();
    private List<Message> before = List.of();

    SimReading(SimTask task, SimWorld world, SimWatch watch) {
        this.task = task;
        this.world = world;
        this.watch = watch;
    }

    /// The result of one call, with the call.
    private record Told(ToolCall call, String key, String text) {
        boolean says(String start) {
            return text.startsWith(start);
        }
    }

    /// @param model who is asked
    /// @param summary whether for a summary
    void check(Request request, String model, boolean summary) {
        var messages = request.messages();
        order(messages);
        pinned(messages);
        recorded(model);
        if (summary || asked(messages)) {
            return;
        }
        hold(
                watch.lines(task.name()).stream()
                        .noneMatch(line -> line.draft().kind().equals("finished")),
                "its model is asked once more after its end");
        if (summarised(messages) == summarised(before)) {
            hold(starts(messages, before), "the request does not start with the one before");
        } else {
            cut(messages);
            earlier.add(before);
        }
        before = messages;
        heard(messages);
        var turn = summarised(messages);
        for (var i = 0; i < messages.size(); i++) {
            if (messages.get(i) instanceof Message.Assistant said) {
                turn++;
                var last = i + said.calls().size() >= messages.size() - 1 - users(messages);
                for (var n = 1; last && n <= said.calls().size(); n++) {
                    var result = (ToolResult) messages.get(i + n);
                    var key = SimWorld.key(task.name(), turn + "." + n);
                    told(new Told(said.calls().get(n - 1), key, result.text()));
                }
            }
        }
    }

    /// Asked before: by this process, or by the successor of one that was paused.
    private boolean asked(List<Message> messages) {
        return starts(before, messages)
                || earlier.stream().anyMatch(older -> starts(older, messages));
    }

    private static boolean starts(List<Message> messages, List<Message> first) {
        return first.size() <= messages.size() && messages.subList(0, first.size()).equals(first);
    }

    /// Task and decisions are in every request, byte for byte.
    private void pinned(List<Message> messages) {
        var first = messages.getFirst();
        hold(
                pinned.isEmpty() || pinned.get().equals(first),
                "the pinned text has changed: %s".formatted(first));
        pinned = Optional.of(first);
    }

    private Optional<Message> pinned = Optional.empty();

    /// A model is asked only after the journal says so.
    private void recorded(String model) {
        hold(
                model.equals(SimTask.model(0))
                        || watch.lines(task.name()).stream()
                                .filter(line -> line.draft().kind().equals("switched"))
                                .anyMatch(line ->
                                        line.draft()
                                                .json()
                                                .contains("\"to\":\"%s\"".formatted(model))),
                "%s is asked before the journal says so".formatted(model));
    }

    private static final Pattern SUMMARY = Pattern.compile("# Turns 1 to (\\d+), in short\n");

    /// How many turns a summary stands for.
    private static int summarised(List<Message> messages) {
        if (messages.size() < 2 || !(messages.get(1) instanceof Message.User user)) {
            return 0;
        }
        var found = SUMMARY.matcher(user.text());
        return found.lookingAt() ? Integer.parseInt(found.group(1)) : 0;
    }

    /// What was cut off was cut off by an entry, and what was kept is as it was.
    private void cut(List<Message> messages) {
        var text = ((Message.User) messages.get(1)).text();
        hold(
                watch.lines(task.name()).stream()
                        .filter(line -> line.draft().kind().equals("compacted"))
                        .map(line ->
                                Recorded.read(watch.disk(), task.run(), line.seq(), line.seq() + 1))
                        .anyMatch(one ->
                                one.getFirst().entry() instanceof Entry.Compacted compacted
                                        && compacted.text().equals(text)),
                "the conversation was cut without an entry");
    }

    /// Messages of persons after the last result.
    private static int users(List<Message> messages) {
        return (int) messages.reversed().stream().takeWhile(Message.User.class::isInstance).count();
    }

    /// Each call has one result, right behind its message and in its order; ids are unique.
    private void order(List<Message> messages) {
        var open = new HashMap<String, Integer>();
        var seen = new HashSet<String>();
        hold(
                !messages.isEmpty() && messages.getFirst() instanceof Message.User,
                "the request does not start with the task");
        hold(
                !(messages.getLast() instanceof Message.Assistant),
                "the request ends with the model's own words");
        for (var message : messages) {
            switch (message) {
                case ToolResult result ->
                        hold(
                                open.remove(result.callId()) != null,
                                "a result for \"%s\" that is not open".formatted(result.callId()));
                case Message.User _ -> holdClosed(open);
                case Message.Assistant said -> {
                    holdClosed(open);
                    for (var call : said.calls()) {
                        hold(
                                !call.id().isBlank() && seen.add(call.id()),
                                "the call id \"%s\" is blank or not unique".formatted(call.id()));
                        open.put(call.id(), 1);
                    }
                }
            }
        }
        holdClosed(open);
    }

    private void holdClosed(Map<String, Integer> open) {
        hold(open.isEmpty(), "calls without a result: " + open.keySet());
        open.clear();
    }

    /// What persons said and the journal holds, the model hears.
    private void heard(List<Message> messages) {
        var recorded =
                watch.lines(task.name()).stream()
                        .filter(line -> line.draft().kind().equals("heard"))
                        .filter(line -> line.draft().json().contains("\"say\""))
                        .count();
        var told =
                messages.stream()
                        .filter(Message.User.class::isInstance)
                        .filter(message ->
                                ((Message.User) message).text().startsWith("Message from "))
                        .count();
        hold(
                recorded == told,
                "the journal holds %d messages of persons, the model reads %d"
                        .formatted(recorded, told));
    }

    private void told(Told told) {
        watch.hold(
                isTrue(told),
                "no false statement",
                "run %s tells of %s %s (key %s): %s; in the world it was tried %d times, took effect %d times and is there: %s; the log: %s"
                        .formatted(
                                task.name(),
                                told.call().name(),
                                told.call().arguments(),
                                told.key(),
                                told.text(),
                                world.attempts(told.key()),
                                world.done(told.key()),
                                world.stands(told.key()),
                                task.files().read("log.txt").replace("\n", "; ")));
    }

    /// Every sentence that there is; one that is not here is a false one.
    private boolean isTrue(Told told) {
        var tool = told.call().name();
        var tried = world.attempts(told.key());
        var stands = world.stands(told.key());
        if (told.says("did ")) {
            return told.text().equals("did %s %s".formatted(tool, told.key()))
                    && tried > 0
                    && (!SimTool.reachesOut(tool) || stands)
                    && (!tool.equals("append") || logged(told));
        }
        if (told.says("no: ")
                || told.says("Refused, and nothing of it was done: a person has to")) {
            return !stands;
        }
        if (told.says("It failed: ")) {
            return SimTool.classOf(tool).filter(EffectClass::leavesNoTrace).isPresent();
        }
        if (told.says("no answer ")) {
            return tool.equals("look");
        }
        if (told.says("Refused, and nothing of it stands: a person was asked")) {
            return !stands && !logged(told);
        }
        if (told.says("Refused, and nothing was changed:")
                || told.says("Refused: nobody knows whether an equal call")
                || told.says("There is no tool ")
                || told.says("Not done, ")
                || told.says("Not done: ")) {
            return !stands && tried == 0;
        }
        if (told.says("It ran, and what it changed in the workspace was undone")) {
            return tried > 0 && !logged(told);
        }
        return isTrueOfInterrupted(told, stands) || isTrueOfRun(told);
    }

    private boolean isTrueOfInterrupted(Told told, boolean stands) {
        if (told.says("The call was interrupted. A person reports that it was done.")) {
            return stands;
        }
        if (told.says("The call was interrupted. Nobody knows whether it happened.")) {
            return SimTool.reachesOut(told.call().name()) && !logged(told);
        }
        if (told.says("The call was interrupted, and it is confirmed that it took effect.")) {
            return stands;
        }
        if (told.says("The call was interrupted, and a person had it taken back")) {
            return !stands;
        }
        return told.says("It was interrupted %d times".formatted(intents(told))) && !logged(told);
    }

    private long intents(Told told) {
        return watch.lines(task.name()).stream()
                .filter(line -> line.draft().kind().equals("intended"))
                .filter(line -> line.draft().json().contains(told.key()))
                .count();
    }

    private static boolean isTrueOfRun(Told told) {
        return switch (told.call().name()) {
            case "plan" -> told.says("Plan noted.");
            case "nap" -> told.says("The wait is over.");
            case "finish" -> told.says("Not finished: ");
            default -> false;
        };
    }

    /// Whether the call has left its line in the workspace.
    private boolean logged(Told told) {
        return task.files().read("log.txt").contains(told.key())
                || (told.says("The call was interrupted. Nobody")
                        && task.files().read("mail.txt").contains(told.key()));
    }

    private void hold(boolean holds, String violation) {
        watch.hold(holds, "I8", "run %s: %s".formatted(task.name(), violation));
    }
}
