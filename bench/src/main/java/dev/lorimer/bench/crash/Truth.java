package dev.lorimer.bench.crash;

import dev.lorimer.journal.RunId;
import dev.lorimer.run.Entry;
import dev.lorimer.run.Phase;
import dev.lorimer.run.RunState;
import dev.lorimer.tool.Tool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Holds what a run was told about each of its calls against what the outside world has counted.
final class Truth {
    private final RunId run;
    private final List<Entry> entries;
    private final Map<String, World.Count> counts;
    private final Map<String, Entry.Intent> intents = new HashMap<>();
    private final Map<String, Entry.Then> undoing = new HashMap<>();
    private final Map<String, Told> told = new LinkedHashMap<>();
    private final List<String> findings = new ArrayList<>();

    /// The last word about a call.
    private enum Told {
        DONE,
        NOT_DONE,
        NOBODY_KNOWS,
        TAKEN_BACK
    }

    private Truth(RunId run, List<Entry> entries, Map<String, World.Count> counts) {
        this.run = run;
        this.entries = entries;
        this.counts = counts;
    }

    /// @param counts of all keys that the run has used
    /// @return what is doubled, false or without an intent; empty when all is well
    static List<String> of(RunId run, List<Entry> entries, Map<String, World.Count> counts) {
        var truth = new Truth(run, entries, counts);
        truth.listen();
        truth.compare();
        truth.file();
        return truth.findings;
    }

    private void listen() {
        for (Entry entry : entries) {
            switch (entry) {
                case Entry.Intended intended -> intents.put(intended.call(), intended.intent());
                case Entry.Settled settled ->
                        told.put(
                                settled.call(),
                                switch (settled.result().status()) {
                                    case DONE -> Told.DONE;
                                    case FAILED -> Told.NOT_DONE;
                                    case UNKNOWN -> Told.NOBODY_KNOWS;
                                });
                case Entry.Refused refused -> told.put(refused.call(), Told.NOT_DONE);
                case Entry.Undoing begun -> undoing.put(begun.call(), begun.then());
                case Entry.Undone undone -> undone(undone);
                case Entry.Started _,
                        Entry.Verified _,
                        Entry.Replied _,
                        Entry.Faltered _,
                        Entry.Switched _,
                        Entry.Compacted _,
                        Entry.Resumed _,
                        Entry.Told _,
                        Entry.Heard _,
                        Entry.Asked _,
                        Entry.Answered _,
                        Entry.Overdue _,
                        Entry.Lost _,
                        Entry.Parked _,
                        Entry.Recovered _,
                        Entry.Reviewed _,
                        Entry.Compensating _,
                        Entry.Finished _,
                        Entry.Landed _ -> {}
            }
        }
    }

    private void undone(Entry.Undone undone) {
        boolean closes = undoing.get(undone.call()) == Entry.Then.CLOSE;
        if (closes && undone.result().status() == Tool.Result.Status.DONE) {
            told.put(undone.call(), Told.TAKEN_BACK);
        }
    }

    private void compare() {
        var unexplained = new HashMap<>(counts);
        intents.forEach((call, intent) -> {
            World.Count count = counts.getOrDefault(intent.key(), NONE);
            unexplained.remove(intent.key());
            boolean again =
                    count.kind().equals("compensable") ? count.atOnce() > 1 : count.done() > 1;
            if (again) {
                find(call, "happened %d times".formatted(count.done()));
            }
            if (leavesTrace(intent)) {
                compare(call, count);
            }
        });
        unexplained.forEach(
                (key, count) -> find(key, "has an effect without an intent: %s".formatted(count)));
    }

    private static final World.Count NONE = new World.Count("none", "", 0, 0, 0);

    private static boolean leavesTrace(Entry.Intent intent) {
        return !intent.effect().leavesNoTrace();
    }

    private void compare(String call, World.Count count) {
        Told word = told.get(call);
        if (word == null) {
            return;
        }
        boolean holds =
                switch (word) {
                    case DONE -> count.standing() == 1;
                    case NOT_DONE, TAKEN_BACK -> count.standing() == 0;
                    case NOBODY_KNOWS -> true;
                };
        if (!holds) {
            find(call, "was told %s, and the world says %s".formatted(word, count));
        }
    }

    /// The workspace holds exactly what was told to be filed, in order.
    private void file() {
        var state = RunState.of(entries);
        if (!(state.phase() instanceof Phase.Ended)) {
            findings.add("run %s has not ended: %s".formatted(run, state.phase()));
            return;
        }
        var filed = new StringBuilder();
        var requests = new HashMap<String, String>();
        int reply = 0;
        for (Entry entry : entries) {
            if (entry instanceof Entry.Replied replied) {
                reply++;
                var calls = replied.message().calls();
                for (int n = 0; n < calls.size(); n++) {
                    if (calls.get(n).name().equals("file")) {
                        String text = calls.get(n).arguments();
                        requests.put(reply + "." + (n + 1), text);
                    }
                }
            } else if (entry instanceof Entry.Settled settled
                    && requests.containsKey(settled.call())
                    && told.get(settled.call()) == Told.DONE) {
                filed.append(requests.get(settled.call())).append('\n');
            }
        }
        String expected = filed.toString().replace("{\"text\":\"", "").replace("\"}", "");
        if (!Shelf.text(state.work().tree()).equals(expected)) {
            findings.add(
                    "run %s filed \"%s\", and its workspace says \"%s\""
                            .formatted(run, expected, Shelf.text(state.work().tree())));
        }
    }

    private void find(String call, String what) {
        findings.add("run %s call %s %s".formatted(run, call, what));
    }
}
