package dev.lorimer.app;

import dev.lorimer.command.Visible;
import dev.lorimer.govern.Finding;
import dev.lorimer.run.Answer;
import dev.lorimer.run.Entry;
import dev.lorimer.run.Outcome;
import dev.lorimer.run.Phase;
import dev.lorimer.run.Question;
import dev.lorimer.run.Refusal;
import dev.lorimer.run.RunState;
import dev.lorimer.tool.Effect.PlanItem;
import dev.lorimer.tool.Tool;
import dev.lorimer.verify.Verifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A run as lines that a person reads: the same live and afterwards. Pure: an entry and the state
/// around it give lines.
final class Timeline {
    /// Wide enough for a path and a verdict, narrow enough for half a screen.
    private static final int WIDTH = 100;

    /// Enough of a failed output to see what failed.
    private static final int FAILURE_LINES = 6;

    private final Style style;
    private RunState before;

    /// From the first entry on.
    Timeline(Style style) {
        this(style, RunState.EMPTY);
    }

    /// From where a run is.
    Timeline(Style style, RunState before) {
        this.style = style;
        this.before = before;
    }

    /// The lines of one more entry; entries must come in order.
    List<String> lines(Entry entry, RunState after) {
        var lines = lines(entry);
        before = after;
        return lines;
    }

    private List<String> lines(Entry entry) {
        return switch (entry) {
            case Entry.Started started -> started(started);
            case Entry.Verified verified -> verified(verified);
            case Entry.Replied replied -> replied(replied);
            case Entry.Faltered faltered ->
                    List.of(
                            "  "
                                    + style.bad("model " + word(faltered.kind().name()))
                                    + "  "
                                    + cut(faltered.message())
                                    + (faltered.next() == Entry.Faltered.Next.RETRY
                                            ? style.faint("  retrying")
                                            : ""));
            case Entry.Switched switched ->
                    List.of(
                            "  "
                                    + style.ask("%s  ".formatted(clean(switched.to())))
                                    + style.faint(
                                            "asked from now on, in place of %s (%s)"
                                                    .formatted(
                                                            clean(switched.from()),
                                                            word(switched.reason().name()))));
            case Entry.Compacted compacted ->
                    List.of(
                            "  "
                                    + style.faint(
                                            "turns 1 to %d replaced by a summary: %,d tokens before, %,d after"
                                                    .formatted(
                                                            compacted.cut().turns(),
                                                            compacted.sizes().before(),
                                                            compacted.sizes().after())));
            case Entry.Resumed _ -> List.of("  " + style.faint("taken up again"));
            case Entry.Told told -> List.of("  " + style.faint("told: " + cut(told.text())));
            case Entry.Heard heard -> heard(heard);
            case Entry.Overdue _ ->
                    List.of("  " + style.ask("nobody has answered in time: overdue"));
            case Entry.Lost lost ->
                    List.of(
                            call(lost.call(), OpenCall.summary(before))
                                    + style.ask("  lost  ")
                                    + cut(lost.why()));
            case Entry.Parked parked ->
                    List.of(
                            call(parked.call(), parked.pause().summary())
                                    + style.faint("  until " + parked.pause().until()));
            case Entry.Undoing _ -> List.of();
            case Entry.Undone undone ->
                    List.of(
                            call(undone.call(), OpenCall.summary(before))
                                    + (undone.result().status() == Tool.Result.Status.DONE
                                            ? style.good("  taken back")
                                            : style.bad("  not taken back  ")
                                                    + cut(undone.result().text())));
            case Entry.Compensating compensating ->
                    List.of(
                            "  "
                                    + style.ask("taking back what was done: ")
                                    + cut(compensating.outcome().text()));
            case Entry.Refused refused -> refused(refused);
            case Entry.Asked asked -> asked(asked);
            case Entry.Answered answered -> answered(answered);
            case Entry.Intended _ -> List.of();
            case Entry.Settled settled -> settled(settled);
            case Entry.Recovered recovered ->
                    List.of(
                            call(recovered.call(), "recovered")
                                    + style.ask("  " + recovered.text()));
            case Entry.Reviewed reviewed -> reviewed(reviewed);
            case Entry.Finished finished -> finished(finished.outcome());
            case Entry.Landed landed ->
                    List.of(style.good("landed") + "  " + landed.how() + "  " + landed.result());
        };
    }

    private List<String> started(Entry.Started started) {
        var lines = new ArrayList<String>();
        lines.add(style.strong("task") + "  " + cut(started.task().text().strip()));
        var constraints =
                started.briefing()
                        .text()
                        .lines()
                        .filter(l -> !l.isEmpty() && l.charAt(0) != ' ')
                        .count();
        lines.add(
                style.faint(
                        "base %s  constraints in scope %d  law %s"
                                .formatted(
                                        short8(started.base()),
                                        constraints,
                                        short8(started.briefing().decisions()))));
        return lines;
    }

    private List<String> verified(Entry.Verified verified) {
        var label = verified.occasion() == Entry.Occasion.BASELINE ? "baseline" : "verify";
        if (verified.checks().isEmpty()) {
            return List.of("  %-8s %s".formatted(label, style.ask("no verifier: unverified")));
        }
        return verified.checks().stream()
                .map(check ->
                        "  %-8s %s  %s %s"
                                .formatted(
                                        label,
                                        check.verifier(),
                                        result(check.result()),
                                        style.faint(time(check.took()))))
                .toList();
    }

    private String result(Verifier.Result result) {
        return switch (result) {
            case PASS -> style.good("passed");
            case FAIL -> style.bad("failed");
            case ERROR -> style.bad("could not decide");
        };
    }

    private List<String> replied(Entry.Replied replied) {
        var usage = replied.usage();
        var head =
                "%s  %s"
                        .formatted(
                                style.strong("turn " + (before.spend().turns() + 1)),
                                style.faint(
                                        "%,d tokens in, %,d out  %s"
                                                .formatted(
                                                        usage.input(),
                                                        usage.output(),
                                                        time(replied.took()))));
        var text = replied.message().text().strip();
        return text.isEmpty() ? List.of(head) : List.of(head, "  " + cut(text));
    }

    private List<String> heard(Entry.Heard heard) {
        return heard.text().isEmpty()
                ? List.of("  " + style.faint(heard.kind()))
                : List.of(
                        "  "
                                + style.strong(clean(heard.by()))
                                + style.faint(" says  ")
                                + cut(heard.text()));
    }

    private List<String> refused(Entry.Refused refused) {
        var lines = new ArrayList<String>();
        switch (refused.refusal()) {
            case Refusal.Denied denied -> {
                lines.add(
                        call(refused.call(), OpenCall.summary(before))
                                + style.bad(
                                        denied.rolledBack() ? "  undone: denied" : "  refused"));
                denied.findings().forEach(finding -> lines.addAll(finding(finding)));
            }
            case Refusal.ByPerson person ->
                    lines.add(
                            call(refused.call(), OpenCall.summary(before))
                                    + style.bad("  refused by a person ")
                                    + person.note());
            case Refusal.Invalid _,
                    Refusal.Doubtful _,
                    Refusal.Untrackable _,
                    Refusal.Unanswered _ ->
                    lines.add(
                            call(refused.call(), OpenCall.summary(before))
                                    + style.bad("  not done  ")
                                    + cut(refused.text()));
        }
        return lines;
    }

    private List<String> asked(Entry.Asked asked) {
        var lines = new ArrayList<String>();
        switch (asked.question()) {
            case Question.Approval approval -> {
                lines.add(call(asked.call(), approval.summary()) + style.ask("  needs approval"));
                approval.findings().forEach(finding -> lines.addAll(finding(finding)));
            }
            case Question.InDoubt doubt -> {
                lines.add(
                        call(asked.call(), doubt.summary())
                                + style.ask("  in doubt: ")
                                + clean(doubt.why()));
                doubt.evidence()
                        .orElse(List.of())
                        .forEach(seen -> lines.add("        " + style.faint(cut(seen))));
            }
        }
        return lines;
    }

    private List<String> answered(Entry.Answered answered) {
        var word =
                switch (answered.answer()) {
                    case Answer.Approve _ -> style.good("approved");
                    case Answer.Deny _ -> style.bad("denied");
                    case Answer.Done _ -> "reported done";
                    case Answer.NotDone _ -> "reported not done";
                    case Answer.Abandon _ -> "abandoned";
                    case Answer.Undo _ -> "to be taken back";
                };
        return List.of(
                "  %-5s %s".formatted(answered.call(), word)
                        + style.faint("  by " + answered.by())
                        + (answered.note().isEmpty() ? "" : "  " + answered.note()));
    }

    private List<String> settled(Entry.Settled settled) {
        var result = settled.result();
        var lines = new ArrayList<String>();
        var mark =
                switch (result.status()) {
                    case DONE -> style.good("ok");
                    case FAILED -> style.bad("failed");
                    case UNKNOWN -> style.ask("unknown");
                };
        lines.add(
                call(settled.call(), OpenCall.summary(before))
                        + "  "
                        + mark
                        + style.faint("  " + time(settled.took())));
        settled.plan().ifPresent(items -> items.forEach(item -> lines.add(plan(item))));
        if (result.status() != Tool.Result.Status.DONE) {
            ending(result.text()).forEach(line -> lines.add("        " + cut(line)));
        }
        return lines;
    }

    /// What went wrong stands at the end of most outputs.
    private static List<String> ending(String text) {
        var told = text.lines().filter(line -> !line.isBlank()).toList();
        return told.subList(Math.max(0, told.size() - FAILURE_LINES), told.size());
    }

    private String plan(PlanItem item) {
        return switch (item.status()) {
            case PENDING -> "        [ ] " + cut(item.text());
            case ACTIVE -> "        [>] " + style.strong(cut(item.text()));
            case DONE -> "        [x] " + style.faint(cut(item.text()));
        };
    }

    private List<String> reviewed(Entry.Reviewed reviewed) {
        var word =
                switch (reviewed.verdict()) {
                    case "allow" -> style.good("allowed");
                    case "deny" -> style.bad("denied");
                    default -> style.ask("needs approval");
                };
        return List.of("  review   the whole change  " + word);
    }

    private List<String> finished(Outcome outcome) {
        var word = Summary.outcome(new Phase.Ended(outcome));
        var axis = before.verification().getClass().getSimpleName();
        var shown =
                outcome instanceof Outcome.Done
                        ? style.good(capital(word))
                        : style.bad(capital(word));
        return List.of(
                "%s  %s  %s"
                        .formatted(
                                shown,
                                axis.equals("Passed") ? style.good(axis) : style.ask(axis),
                                style.faint(
                                        "%d turns  %,d tokens  %s active"
                                                .formatted(
                                                        before.spend().turns(),
                                                        before.spend().tokens().input()
                                                                + before.spend().tokens().output(),
                                                        time(before.spend().active())))),
                "  " + cut(outcome.text()));
    }

    /// A finding as indented lines: what stands against it, where, why, and how to comply.
    List<String> finding(Finding finding) {
        var place = finding.place();
        var where =
                place.file().isEmpty()
                        ? ""
                        : place.file() + (place.line() > 0 ? ":" + place.line() : "") + "  ";
        var lines = new ArrayList<String>();
        lines.add(
                "        "
                        + style.bad(finding.constraint())
                        + style.faint("  " + finding.law().title()));
        lines.add("        " + clean(where + finding.message()));
        if (!finding.advice().why().isEmpty()) {
            lines.add("        why: " + clean(finding.advice().why()));
        }
        if (!finding.advice().remedy().isEmpty()) {
            lines.add("        comply: " + clean(finding.advice().remedy()));
        }
        return lines;
    }

    private String call(String id, String summary) {
        return "  %-5s %s".formatted(id, cut(summary));
    }

    private static String cut(String text) {
        return cut(text, WIDTH);
    }

    /// Without what could move the cursor or colour a verdict that is none of ours.
    private static String clean(String text) {
        return Visible.of(text).text();
    }

    /// One line of at most `width` characters.
    static String cut(String text, int width) {
        var line = clean(text).strip().lines().collect(Collectors.joining(" "));
        return line.length() <= width ? line : line.substring(0, width - 1) + "…";
    }

    private static String short8(String hash) {
        return hash.length() <= 8 ? hash : hash.substring(0, 8);
    }

    static String time(Duration took) {
        var millis = took.toMillis();
        return millis < 1_000
                ? millis + " ms"
                : String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
    }

    private static String word(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
