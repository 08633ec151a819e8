package dev.lorimer.govern.decision;

import dev.lorimer.govern.decision.MarkdownRecord.Section;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Finds a decision's reason: the sentence that its author would say aloud.
final class Why {
    /// 240 characters are about 60 tokens: a reason that is repeated with every finding has to be
    /// short.
    private static final int LENGTH_MAX = 240;

    /// In this order: where records in MADR's and in Nygard's form state the outcome, then where
    /// they state the need.
    private static final List<String> HEADINGS =
            List.of(
                    "decision outcome",
                    "decision",
                    "rationale",
                    "context and problem statement",
                    "context");

    private Why() {}

    static String of(MarkdownRecord markdown) {
        for (var heading : HEADINGS) {
            var found =
                    markdown.sections().stream()
                            .filter(section ->
                                    section.heading().toLowerCase(Locale.ROOT).startsWith(heading))
                            .flatMap(section -> firstParagraph(section).stream())
                            .findFirst();
            if (found.isPresent()) {
                return sentence(found.get());
            }
        }
        return markdown.sections().stream()
                .flatMap(section -> firstParagraph(section).stream())
                .findFirst()
                .map(Why::sentence)
                .orElse("");
    }

    private static Optional<String> firstParagraph(Section section) {
        var lines = section.lines();
        for (int start = 0; start < lines.size(); start++) {
            if (lines.get(start).first() && isProse(lines.get(start).text())) {
                int end = start + 1;
                while (end < lines.size() && !lines.get(end).first()) {
                    end++;
                }
                return Optional.of(
                        lines.subList(start, end).stream()
                                .map(MarkdownRecord.Line::text)
                                .collect(Collectors.joining(" ")));
            }
        }
        return Optional.empty();
    }

    /// Not a table, a status, a date, or another labelled value.
    private static boolean isProse(String text) {
        var lower = text.strip().toLowerCase(Locale.ROOT);
        return !lower.isEmpty()
                && !lower.startsWith("|")
                && List.of(
                                "status",
                                "date",
                                "deciders",
                                "decision-makers",
                                "tags",
                                "technical story",
                                "consulted",
                                "informed")
                        .stream()
                        .noneMatch(label -> lower.startsWith(label + ":"));
    }

    /// The first sentences that fit.
    private static String sentence(String paragraph) {
        var line = Lines.joined(paragraph);
        if (line.length() <= LENGTH_MAX) {
            return line;
        }
        int end = Math.max(line.lastIndexOf(". ", LENGTH_MAX), line.lastIndexOf("; ", LENGTH_MAX));
        return end > LENGTH_MAX / 3
                ? line.substring(0, end + 1)
                : Lines.shortened(line, LENGTH_MAX);
    }
}
