package dev.lorimer.govern.kind;

import dev.lorimer.govern.decision.Expressions.Answer;
import dev.lorimer.govern.decision.Expressions.Reading;
import dev.lorimer.govern.decision.Rule;
import dev.lorimer.govern.tree.Content;
import dev.lorimer.govern.tree.FileChange;
import dev.lorimer.govern.tree.LineDiff;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Measures the change and asks the rule's expression whether that is within bounds.
final class BudgetCheck {
    private static final byte[] EMPTY = {};

    private final Rule.Budget rule;
    private final Subjects subjects;

    BudgetCheck(Rule.Budget rule, Subjects subjects) {
        this.rule = rule;
        this.subjects = subjects;
    }

    Sighting look(Docket docket) {
        return switch (docket.engines().expressions().read(rule.cel(), Rule.Budget.NAMES)) {
            case Reading.NoEngine _ ->
                    Sighting.gap(
                            "",
                            0,
                            "the budget can't be computed, since nothing here reads expressions; add the expression engine");
            case Reading.Wrong wrong ->
                    Sighting.gap(
                            "",
                            0,
                            "the budget's expression is wrong: %s; mend the decision record"
                                    .formatted(oneLine(wrong.message())));
            case Reading.Ready ready -> decided(docket, ready);
        };
    }

    private Sighting decided(Docket docket, Reading.Ready ready) {
        var size = new Size();
        var gaps = new ArrayList<Gap>();
        for (var file : ChangeCheck.touching(docket, subjects)) {
            size.add(file, docket, gaps);
        }
        if (!gaps.isEmpty()) {
            return new Sighting(List.of(), gaps);
        }
        Map<String, Object> values =
                Map.of(
                        "diff.added",
                        size.added,
                        "diff.deleted",
                        size.deleted,
                        "diff.files",
                        List.copyOf(size.files));
        return switch (ready.condition().decide(values)) {
            case Answer.Holds _ -> Sighting.nothing();
            case Answer.Undecided undecided ->
                    Sighting.gap(
                            "",
                            0,
                            "the budget's expression has no value here: %s; mend the decision record"
                                    .formatted(oneLine(undecided.why())));
            case Answer.Fails _ -> new Sighting(List.of(exceeded(size)), List.of());
        };
    }

    private Violation exceeded(Size size) {
        var numbers =
                "%s lines added, %s deleted, %s files"
                        .formatted(size.added, size.deleted, size.files.size());
        return new Violation(
                "",
                0,
                "change",
                oneLine(rule.cel()),
                numbers,
                "the change is out of bounds: %s; the bounds are %s"
                        .formatted(numbers, oneLine(rule.cel())));
    }

    private static String oneLine(String text) {
        var line = String.join(" ", text.lines().map(String::strip).toList());
        return line.length() <= 200 ? line : line.substring(0, 199) + "…";
    }

    private static final class Size {
        private long added;
        private long deleted;
        private final List<String> files = new ArrayList<>();

        void add(FileChange file, Docket docket, List<Gap> gaps) {
            files.add(file.path());
            var old =
                    switch (file) {
                        case FileChange.Added _ -> EMPTY;
                        case FileChange.Deleted deletion ->
                                bytes(docket.before(), deletion.path(), gaps);
                        case FileChange.Modified modified ->
                                bytes(docket.before(), modified.path(), gaps);
                        case FileChange.Renamed renamed ->
                                bytes(docket.before(), renamed.from(), gaps);
                    };
            var now =
                    file instanceof FileChange.Deleted
                            ? EMPTY
                            : bytes(docket.after(), file.path(), gaps);
            var diff = LineDiff.between(old, now);
            added += diff.added();
            deleted += diff.deleted();
        }

        /// What is no plain file, or binary, has no lines.
        private static byte[] bytes(Side side, String path, List<Gap> gaps) {
            return switch (side.content(path)) {
                case Content.Bytes found -> found.bytes();
                case Content.Unreadable absent -> {
                    if (side.tree().isFile(path)) {
                        gaps.add(
                                new Gap(
                                        path,
                                        0,
                                        "the lines of \"%s\" can't be counted: %s"
                                                .formatted(path, absent.why())));
                    }
                    yield EMPTY;
                }
                case Content.TooLarge large -> {
                    if (!large.binary()) {
                        gaps.add(
                                new Gap(
                                        path,
                                        0,
                                        "\"%s\" has %s bytes, more than the %s whose lines are counted; exclude it from the budget, or split it"
                                                .formatted(
                                                        path, large.bytes(), Content.BYTES_MAX)));
                    }
                    yield EMPTY;
                }
            };
        }
    }
}
