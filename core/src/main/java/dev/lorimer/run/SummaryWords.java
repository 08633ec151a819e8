package dev.lorimer.run;

import dev.lorimer.tool.Effect.PlanItem;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What the harness says to the model when a conversation is cut: part of [Words], which holds all
/// other sentences.
final class SummaryWords {
    /// What a summary has to tell, and how the harness knows that it is one.
    static final List<String> HEADINGS =
            List.of("Goal", "Done", "Open", "Decisions", "Files", "Facts");

    /// What a person says begins so; it is never put into other words.
    static final String PERSON = "Message from ";

    private SummaryWords() {}

    static String wanted() {
        return """
        This conversation is about to be replaced by a summary, and you write it. Call no tool. \
        Answer with the summary alone, in Markdown, under exactly these headings:

        ## Goal
        ## Done
        ## Open
        ## Decisions
        ## Files
        ## Facts

        Under Done: what was done, and with what result. Under Open: what is left to do, the next \
        thing first. Under Decisions: what was decided, and why. Under Files: the files that matter, \
        and what is in them. Under Facts: names, numbers and messages that will be needed again, \
        exactly as they were. At most 1,500 words. The task, the decisions in force and the messages \
        of persons are kept word for word; do not repeat them.\
        """;
    }

    static String leftOut(int messages) {
        return "[%d messages are left out here.]".formatted(messages);
    }

    /// The first line of a summary as the model reads it.
    static String title(int turns) {
        return "# Turns 1 to %d, in short".formatted(turns);
    }

    /// @param doubts calls whose outcome nobody knows
    static String summary(int turns, String text, List<PlanItem> plan, List<String> doubts) {
        return title(turns)
                + "\n\nWhat was said up to here is replaced by this summary. Look again at what it does"
                + " not tell.\n\n"
                + text.strip()
                + "\n"
                + planned(plan)
                + doubtful(doubts);
    }

    private static String planned(List<PlanItem> plan) {
        return plan.isEmpty()
                ? ""
                : "\n## The plan as it stands\n\n"
                        + plan.stream()
                                .map(item ->
                                        "- %s: %s\n"
                                                .formatted(
                                                        item.status()
                                                                .name()
                                                                .toLowerCase(Locale.ROOT),
                                                        item.text()))
                                .collect(Collectors.joining());
    }

    private static String doubtful(List<String> doubts) {
        return doubts.isEmpty()
                ? ""
                : "\n## Nobody knows whether these calls have happened; an equal one is refused\n\n"
                        + doubts.stream()
                                .map(doubt -> "- " + doubt + "\n")
                                .collect(Collectors.joining());
    }
}
