package dev.lorimer.run;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import java.util.Locale;
import java.util.Optional;

/// What persons do to a run that is not being worked on: answer its question, cancel it, record its
/// landing.
public final class Desk {
    private final Journal journal;
    private final Timing timing;
    private final Listener listener;

    public Desk(Journal journal, Timing timing, Listener listener) {
        this.journal = journal;
        this.timing = timing;
        this.listener = listener;
    }

    /// Answers the question that the run waits for.
    ///
    /// @param call its name, as shown; must be the call that is asked about
    /// @param by who answers
    /// @throws IllegalArgumentException when there is no such question, or the answer does not fit
    ///   it; nothing is recorded then
    public RunState answer(RunId run, String call, Answer answer, String note, String by) {
        try (var tape = own(run)) {
            if (!(tape.state().phase() instanceof Phase.Waiting waiting)) {
                throw new IllegalArgumentException(
                        "run %s asks nothing now, it is %s; see lorimer show %s"
                                .formatted(run, Standings.status(tape.state()), run));
            }
            var open = waiting.open().getFirst();
            if (!open.id().equals(call) && !open.request().id().equals(call)) {
                throw new IllegalArgumentException(
                        "run %s asks about call %s, not \"%s\"".formatted(run, open.id(), call));
            }
            if (waiting.question() instanceof Question.Approval approval
                    && approval.expires().filter(end -> !timing.now().isBefore(end)).isPresent()) {
                throw new IllegalArgumentException(
                        "the question about call %s expired at %s; resume the run to see what it asks now: lorimer resume %s"
                                .formatted(open.id(), approval.expires().get(), run));
            }
            if (!waiting.question().takes(answer)) {
                throw new IllegalArgumentException(
                        "%s does not answer call %s; %s"
                                .formatted(word(answer), open.id(), choices(waiting.question())));
            }
            tape.append(new Entry.Answered(open.id(), answer, note, by));
            return tape.state();
        }
    }

    /// Cancels a run: settles what is open and records the outcome. A run that another process
    /// works on is asked to stop; see [#askToStop].
    public RunState cancel(RunId run, Scene scene) {
        try (var tape = own(run)) {
            return new Ending(tape, scene, Rules.DEFAULT, timing).cancelled(false);
        }
    }

    /// Says something to the model, whatever the run is doing: it hears it as soon as no call is
    /// open.
    ///
    /// @throws dev.lorimer.journal.JournalException `ENDED` when the run is over
    public void say(RunId run, String text, String by) {
        send(run, Cancel.SAY, new Json.Said(Optional.of(text), Optional.of(by), Optional.empty()));
    }

    private void send(RunId run, String kind, Json.Said said) {
        // It would be woken by this, over and over, and nobody could work on it.
        if (journal.head(run).filter(head -> head.entries() == 0).isPresent()) {
            throw new JournalException(
                    JournalException.Kind.UNKNOWN_RUN,
                    "run %s died before its task was recorded; start it again".formatted(run));
        }
        journal.send(run, kind, Json.message(said), timing.now());
    }

    /// Leaves word for the process that works on the run. It is never lost: the run stops at its
    /// next step, in that process or in a later one.
    ///
    /// @param undo whether what can be taken back is taken back first
    public void askToStop(RunId run, boolean undo) {
        send(
                run,
                Cancel.KIND,
                new Json.Said(Optional.empty(), Optional.empty(), Optional.of(undo)));
    }

    /// Records that the change was landed.
    public RunState landed(RunId run, Entry.Landed landed) {
        try (var tape = own(run)) {
            tape.append(landed);
            return tape.state();
        }
    }

    private Tape own(RunId run) {
        var owner = "pid %d".formatted(ProcessHandle.current().pid());
        return Tape.own(journal, run, owner, timing, listener);
    }

    private static String choices(Question question) {
        return switch (question) {
            case Question.Approval _ -> "it needs --approve or --deny";
            case Question.InDoubt doubt ->
                    doubt.undo().orElse(false)
                            ? "it is in doubt: say --done, --not-done, --undo or --abandon"
                            : "it is in doubt and can not be taken back: say --done, --not-done or --abandon";
        };
    }

    private static String word(Answer answer) {
        return answer.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }
}
