package dev.lorimer.bench.crash;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Everything that a journal answers, question by question.
///
/// @param answers what was served; a question that ended in an error is not among them
/// @param errors what was refused, by question
record Reading(SortedMap<String, String> answers, SortedMap<String, String> errors) {
    /// @param runs the names to ask for
    static Reading of(Journal journal, List<RunId> runs) {
        var reading = new Reading(new TreeMap<>(), new TreeMap<>());
        reading.ask("runs", () -> journal.runs(1_000));
        reading.ask("notes", () -> journal.notes(""));
        for (RunId run : runs) {
            reading.ask("head of " + run, () -> journal.head(run));
            reading.ask("lines of " + run, () -> journal.read(run, 0));
            reading.ask("messages of " + run, () -> journal.signals(run, 0));
            reading.ask("snapshot of " + run, () -> journal.snapshot(run));
            reading.ask("evidence of " + run, () -> journal.evidence(run));
        }
        return reading;
    }

    private void ask(String question, Supplier<Object> answer) {
        try {
            answers.put(question, answer.get().toString());
        } catch (JournalException e) {
            errors.put(question, "%s %s".formatted(e.kind(), e.getMessage()));
        }
    }

    /// The questions that were answered otherwise than in that reading.
    List<String> differing(Reading right) {
        return answers.keySet().stream()
                .filter(question ->
                        !answers.getOrDefault(question, "")
                                .equals(right.answers.getOrDefault(question, "an error")))
                .filter(question -> !errors.containsKey(question))
                .toList();
    }
}
