package dev.lorimer.run;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.RunId;
import java.util.Locale;

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
                                .formatted(run, Tape.status(tape.state()), run));
            }
            var open = waiting.open().getFirst();
            if (!open.id().equals(call) && !open.request().id().equals(call)) {
                throw new IllegalArgumentException(
                        "run %s asks about call %s, not \"%s\"".formatted(run, open.id(), call));
            }
            if (!fits(waiting.question(), answer)) {
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
            return new Ending(tape, scene).cancelled();
        }
    }

    /// Leaves word for the process that works on the run. It is never lost: the run stops at its
    /// next step, in that process or in a later one.
    public void askToStop(RunId run) {
        journal.send(run, Cancel.KIND, "{}", timing.now());
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

    private static boolean fits(Question question, Answer answer) {
        var toApproval = answer instanceof Answer.Approve || answer instanceof Answer.Deny;
        return switch (question) {
            case Question.Approval _ -> toApproval;
            case Question.InDoubt _ -> !toApproval;
        };
    }

    private static String choices(Question question) {
        return switch (question) {
            case Question.Approval _ -> "it needs --approve or --deny";
            case Question.InDoubt _ -> "it is in doubt: say --done, --not-done or --abandon";
        };
    }

    private static String word(Answer answer) {
        return answer.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }
}
