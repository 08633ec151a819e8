package dev.lorimer.run;

import dev.lorimer.govern.Finding;
import dev.lorimer.verify.Verifier;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Every sentence that the harness itself says to the model, in one place: fixed, and true whenever
/// it is said. A sentence about an outcome says only what the journal proves or a person reported.
final class Words {
    /// Verifier output that one message shows at most, in characters: enough for a compiler's or a
    /// test runner's first failures, little beside a 100,000-token window.
    private static final int SHOWN = 6_000;

    private Words() {}

    static String pinned(Entry.Started started) {
        var briefing = started.briefing().text();
        return "# Task\n\n"
                + started.task().text()
                + "\n"
                + (briefing.isEmpty()
                        ? ""
                        : """

                        # Decisions in force

                        Your change is held against these before it is written, and again before it \
                        may stand. A change that contradicts one is refused.

                        """
                                + briefing)
                + checks(started.verifiers());
    }

    private static String checks(List<String> verifiers) {
        return verifiers.isEmpty()
                ? "\nCall finish when the task is done.\n"
                : """

                # When it is done

                Call finish. It is granted only when all of these pass on the workspace as it then \
                is:
                """
                        + verifiers.stream()
                                .map(name -> "- " + name + "\n")
                                .collect(Collectors.joining());
    }

    static String baseline(Entry.Verified verified) {
        return verified.passed()
                ? "Before your first change all checks pass."
                : "Before your first change these checks do not pass:\n\n" + failures(verified);
    }

    static String notVerified(Entry.Verified verified) {
        return "Not finished: the checks do not pass on the workspace as it is now.\n\n"
                + failures(verified)
                + "\nMend it, then call finish again.";
    }

    private static String failures(Entry.Verified verified) {
        return verified.checks().stream()
                .filter(check -> check.result() != Verifier.Result.PASS)
                .map(check ->
                        "%s: %s\n%s\n"
                                .formatted(
                                        check.verifier(),
                                        check.result() == Verifier.Result.FAIL
                                                ? "failed"
                                                : "could not decide",
                                        shortened(check.output())))
                .collect(Collectors.joining("\n"));
    }

    /// The end of a long output: test runners say last what failed.
    private static String shortened(String output) {
        return output.length() <= SHOWN
                ? output
                : "[%d characters left out]\n%s"
                        .formatted(
                                output.length() - SHOWN, output.substring(output.length() - SHOWN));
    }

    static String finished() {
        return "Finished.";
    }

    static String planned() {
        return "Plan noted.";
    }

    static String denied(List<Finding> findings) {
        return "Refused, and nothing was changed: a recorded decision stands against it.\n\n"
                + findings(findings);
    }

    static String deniedFinish(List<Finding> findings) {
        return "Not finished: recorded decisions stand against the change as a whole.\n\n"
                + findings(findings);
    }

    static String rolledBack(String output, List<Finding> findings) {
        return "It ran, and what it changed in the workspace was undone, because a recorded decision"
                + " stands against it.\n\n"
                + findings(findings)
                + "\nIts output was:\n"
                + output;
    }

    private static String findings(List<Finding> findings) {
        return findings.stream().map(Words::finding).collect(Collectors.joining("\n"));
    }

    private static String finding(Finding finding) {
        var place = finding.place();
        var where =
                place.file().isEmpty()
                        ? ""
                        : place.file() + (place.line() > 0 ? ":" + place.line() : "") + ": ";
        return "- %s (%s)\n  %s%s\n%s%s"
                .formatted(
                        finding.constraint(),
                        finding.law().title(),
                        where,
                        finding.message(),
                        line("Why", finding.advice().why()),
                        line("How to comply", finding.advice().remedy()));
    }

    private static String line(String label, String text) {
        return text.isEmpty() ? "" : "  " + label + ": " + text + "\n";
    }

    static String deniedByPerson(String note) {
        return "Refused, and nothing of it stands: a person was asked and said no."
                + (note.isEmpty() ? "" : " Their note: " + note);
    }

    static String untrackable(String why, String output) {
        return "It ran, and what it changed in the workspace was undone: "
                + why
                + "\nIts output was:\n"
                + output;
    }

    /// @param right a tool whose name differs in case alone
    static String unknownTool(String name, List<String> known, Optional<String> right) {
        return "There is no tool \"%s\"; nothing was done. ".formatted(name)
                + right.map(
                                "Names are taken exactly as they are written: the tool is \"%s\". "
                                        ::formatted)
                        .orElse("")
                + "The tools are: %s.".formatted(String.join(", ", known));
    }

    static String badArguments(String why) {
        return "Not done, the arguments do not fit: " + why;
    }

    static String cut() {
        return "Not done: your reply hit its length limit, so this call may be incomplete. Make it"
                + " again, in smaller pieces.";
    }

    static String tooMany(int calls) {
        return "Not done: one reply may hold %d calls at most, and this is one more. Make it again in your next reply if it is still needed."
                .formatted(calls);
    }

    static String repeating(int times) {
        return "You have made the same call %d times in a row, with the same result each time. Do something else, or call finish when the task is done."
                .formatted(times);
    }

    static String failed(String message) {
        return "It failed: " + message;
    }

    static String tookTooLong(Duration limit) {
        return "It was ended after %d minutes.".formatted(limit.toMinutes());
    }

    static String doubtful(String earlier) {
        return "Refused: nobody knows whether an equal call (%s) has happened, and it must not"
                        .formatted(earlier)
                + " happen twice.";
    }

    static String doneByPerson(String result) {
        return "The call was interrupted. A person reports that it was done."
                + (result.isEmpty() ? "" : " They report as its result: " + result);
    }

    static String abandoned() {
        return "The call was interrupted. Nobody knows whether it happened. A person decided to go on"
                + " without it; it will not be repeated. The workspace is as it was before it.";
    }

    static String outcomeLost(String text) {
        return "The outcome is unknown: " + text;
    }

    static String lost(Optional<String> why) {
        return why.orElse(
                "the process died after the call was about to start and before its outcome was"
                        + " recorded");
    }

    static String confirmed(String result) {
        return "The call was interrupted, and it is confirmed that it took effect."
                + (result.isEmpty() ? "" : " Its result:\n" + result);
    }

    static String gaveUp(int attempts) {
        return "It was interrupted %d times and is not tried again. What it changed in the workspace was undone."
                .formatted(attempts);
    }

    static String undone() {
        return "The call was interrupted, and a person had it taken back: nothing of it is left.";
    }

    static String notUndone(String why) {
        return "It is not confirmed that it was taken back: " + why;
    }

    static String deniedHeld(String note) {
        return "It ran, and what it changed in the workspace was undone: a person was asked and said"
                + " no."
                + (note.isEmpty() ? "" : " Their note: " + note);
    }

    static String unanswered() {
        return "Refused, and nothing of it was done: a person has to approve it, and nobody answered"
                + " in time.";
    }

    static String unansweredHeld() {
        return "It ran, and what it changed in the workspace was undone: a person has to approve it,"
                + " and nobody answered in time.";
    }

    static String spokenTo() {
        return "Not finished: a person has sent a message, which follows.";
    }

    static String person(String by, String text) {
        return SummaryWords.PERSON + "%s:\n%s".formatted(by, text);
    }

    static String woken(Entry.Pause wait, Optional<String> status) {
        return wait.run()
                .flatMap(run ->
                        status.map(word -> "The wait is over. Run %s is %s.".formatted(run, word)))
                .orElse("The wait is over.");
    }

    /// How a run ended that took back what it could.
    static Outcome compensated(Outcome outcome, List<Phase.Compensation> left) {
        var text =
                outcome.text()
                        + (left.isEmpty()
                                ? "; all that could be taken back was taken back"
                                : left.stream()
                                        .map(one -> "%s (%s)".formatted(one.call(), one.summary()))
                                        .collect(
                                                Collectors.joining(
                                                        ", ",
                                                        "; not confirmed as taken back: ",
                                                        "")));
        return switch (outcome) {
            case Outcome.Done _ -> outcome;
            case Outcome.Failed _ -> new Outcome.Failed(text);
            case Outcome.Cancelled _ -> new Outcome.Cancelled(text);
            case Outcome.Exhausted _ -> new Outcome.Exhausted(text);
        };
    }

    static String silent() {
        return "You called no tool. Go on with a tool call, or call finish when the task is done.";
    }
}
