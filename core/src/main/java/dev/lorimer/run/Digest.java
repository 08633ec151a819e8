package dev.lorimer.run;

import dev.lorimer.model.Message;
import dev.lorimer.model.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Summaries: whether what a model wrote is one, and the one that the harness writes by itself when
/// no model does. Pure.
final class Digest {
    /// The most that a summary may have, in characters: the 1,500 words that are asked for, twice.
    static final int CHARS_MAX = 20_000;

    /// What a summary of the harness shows of one text: enough to recognise it.
    private static final int SHOWN = 200;

    /// Of all headings so many tell a summary from a text that merely has headings.
    private static final int HEADINGS_MIN = 3;

    private Digest() {}

    /// What is wrong with a reply that should be a summary; empty when it is one.
    ///
    /// @param charsMax it has to be shorter than what it stands for
    static Optional<String> fault(Reply reply, long charsMax) {
        var text = reply.message().text();
        if (reply.stop() == Reply.Stop.LENGTH) {
            return Optional.of("it was cut by its length limit");
        }
        if (text.isBlank()) {
            return Optional.of("it has no text");
        }
        if (text.length() > Math.min(charsMax, CHARS_MAX)) {
            return Optional.of("it has %,d characters".formatted(text.length()));
        }
        var found = SummaryWords.HEADINGS.stream().filter(word -> headed(text, word)).count();
        return found >= HEADINGS_MIN
                ? Optional.empty()
                : Optional.of("it has %d of the headings that were asked for".formatted(found));
    }

    private static boolean headed(String text, String word) {
        var wanted = word.toLowerCase(Locale.ROOT);
        return text.lines()
                .map(line -> line.strip().toLowerCase(Locale.ROOT))
                .filter(line -> line.startsWith("#") || line.startsWith("**"))
                .anyMatch(line -> line.replaceAll("[#*:\\s]+", " ").strip().startsWith(wanted));
    }

    /// What was called and what came of it, the last calls first to stay when it is too much.
    ///
    /// @param before an earlier summary, which this one takes up; may be empty
    static String of(String before, List<Message> messages, int charsMax) {
        var lines = new ArrayList<String>();
        if (!before.isBlank()) {
            lines.add("## Earlier\n\n" + head(before, charsMax / 2) + "\n\n## Done\n");
        } else {
            lines.add("## Done\n");
        }
        var calls = lines(messages);
        var room = charsMax - lines.getFirst().length();
        var from = calls.size();
        while (from > 0 && calls.get(from - 1).length() < room) {
            from--;
            room -= calls.get(from).length() + 1;
        }
        if (from > 0) {
            lines.add("[%d earlier lines are left out here]".formatted(from));
        }
        lines.addAll(calls.subList(from, calls.size()));
        return String.join("\n", lines);
    }

    private static List<String> lines(List<Message> messages) {
        var results = new HashMap<String, Message.ToolResult>();
        var lines = new ArrayList<String>();
        for (var message : messages) {
            if (message instanceof Message.ToolResult result) {
                results.put(result.callId(), result);
            }
        }
        for (var message : messages) {
            switch (message) {
                case Message.User user when !user.text().startsWith(SummaryWords.PERSON) ->
                        lines.add("- told: " + head(user.text(), SHOWN));
                case Message.Assistant said -> {
                    if (!said.text().isBlank()) {
                        lines.add("- you said: " + head(said.text(), SHOWN));
                    }
                    said.calls()
                            .forEach(call ->
                                    lines.add(
                                            line(
                                                    call,
                                                    Optional.ofNullable(results.get(call.id())))));
                }
                case Message.User _, Message.ToolResult _ -> {}
            }
        }
        return lines;
    }

    private static String line(Message.ToolCall call, Optional<Message.ToolResult> result) {
        var outcome =
                result.map(one ->
                                (one.error() ? "not done: " : "result: ") + head(one.text(), SHOWN))
                        .orElse("no result");
        return "- called %s %s: %s".formatted(call.name(), head(call.arguments(), SHOWN), outcome);
    }

    /// In one line.
    private static String head(String text, int chars) {
        var line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= chars ? line : cut(line, chars) + "…";
    }

    /// Never between the halves of a character.
    private static String cut(String text, int chars) {
        var end = Character.isHighSurrogate(text.charAt(chars - 1)) ? chars - 1 : chars;
        return text.substring(0, end);
    }
}
