package dev.lorimer.tool;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// One passage of a file replaced by another: pure, so that what is foreseen is what is done.
///
/// In a file with Windows line ends the passage may be given with `\n`: models see no `\r`. What
/// comes in then gets the file's line ends.
record Replacement(String old, String replaced) {
    /// Where more places match, their number says enough.
    private static final int LINES_NAMED_MAX = 20;

    /// A line less alike than this is no help.
    private static final double LIKENESS_MIN = 0.5;

    private static final int LINE_CHARS_MAX = 160;

    /// @param line where the passage began, from 1
    record Outcome(String content, int line) {}

    /// @throws Tool.BadArguments when the passage is not there exactly once
    Outcome in(FilePath path, String content) {
        boolean windows = content.contains("\r\n");
        String text = windows ? unix(content) : content;
        String passage = windows ? unix(old) : old;
        var places = Occurrences.of(passage, text, LINES_NAMED_MAX);
        if (places.count() == 0) {
            throw absent(path, text, passage);
        }
        if (places.count() > 1) {
            throw ambiguous(path, text, places);
        }
        int start = places.first().getFirst();
        int line = Text.lineAt(text, start);
        if (!windows) {
            return outcome(path, content, start, start + passage.length(), replaced, line);
        }
        int from = originalOffset(content, start);
        int to = originalOffset(content, start + passage.length());
        return outcome(path, content, from, to, ended(content, from, to), line);
    }

    private static Outcome outcome(
            FilePath path, String content, int from, int to, String replacement, int line) {
        String changed = content.substring(0, from) + replacement + content.substring(to);
        if (changed.equals(content)) {
            throw refused(path, "\"old\" and \"new\" are the same; nothing would change");
        }
        return new Outcome(changed, line);
    }

    /// The replacement with the line ends of what it replaces, else with those of most lines.
    private String ended(String content, int from, int to) {
        String passage = content.substring(from, to);
        long windows = count(content, "\r\n");
        boolean passageWindows = passage.contains("\r\n");
        boolean mostly = windows * 2 >= count(content, "\n");
        boolean windowsEnds = passage.contains("\n") ? passageWindows : mostly;
        return windowsEnds ? unix(replaced).replace("\n", "\r\n") : unix(replaced);
    }

    private static long count(String text, String part) {
        return Occurrences.of(part, text, 0).count();
    }

    private static String unix(String text) {
        return text.replace("\r\n", "\n");
    }

    /// Where a character of the text with `\n` only is in the text as it was.
    private static int originalOffset(String content, int offset) {
        int original = 0;
        for (int plain = 0; plain < offset; plain++) {
            boolean pair =
                    content.charAt(original) == '\r'
                            && original + 1 < content.length()
                            && content.charAt(original + 1) == '\n';
            original += pair ? 2 : 1;
        }
        return original;
    }

    private static Tool.BadArguments ambiguous(FilePath path, String text, Occurrences places) {
        String lines =
                places.first().stream()
                        .map(place -> String.valueOf(Text.lineAt(text, place)))
                        .distinct()
                        .collect(Collectors.joining(", "));
        return refused(
                path,
                "\"old\" occurs %d times (line %s%s); include more lines around it so that it occurs once"
                        .formatted(
                                places.count(),
                                lines,
                                places.count() > LINES_NAMED_MAX ? ", …" : ""));
    }

    private static Tool.BadArguments absent(FilePath path, String text, String passage) {
        String first = passage.lines().filter(line -> !line.isBlank()).findFirst().orElse(passage);
        String hint = nearest(Text.lines(text), first, passage).orElse("");
        return refused(
                path, "\"old\" does not occur" + hint + "; read the file and copy it exactly");
    }

    private static Optional<String> nearest(List<String> lines, String wanted, String passage) {
        Set<String> pairs = pairs(wanted);
        double best = LIKENESS_MIN;
        int nearest = -1;
        for (int i = 0; i < lines.size(); i++) {
            double likeness = likeness(pairs, pairs(lines.get(i)));
            if (likeness > best || (likeness == best && nearest < 0)) {
                best = likeness;
                nearest = i;
            }
        }
        return nearest < 0 ? Optional.empty() : Optional.of(hint(lines, nearest, wanted, passage));
    }

    private static String hint(List<String> lines, int nearest, String wanted, String passage) {
        String line = lines.get(nearest);
        String shown = "\"" + ResultText.head(line, LINE_CHARS_MAX) + "\"";
        String place = " line " + (nearest + 1) + ": " + shown;
        if (Occurrences.of(wanted, line, 0).count() > 0) {
            String next = difference(lines, nearest, passage);
            return "; its first line does, in" + place + next;
        }
        if (ResultText.hidesCharacters(line)) {
            return "; the nearest is" + place + ", which has invisible characters";
        }
        boolean blanks = squeezed(line).equals(squeezed(wanted));
        return "; the nearest is" + place + (blanks ? ", which differs in blanks only" : "");
    }

    /// Which of the lines that follow is the first to differ.
    private static String difference(List<String> lines, int start, String passage) {
        List<String> wanted = Text.lines(passage).stream().dropWhile(String::isBlank).toList();
        for (int i = 1; i < wanted.size(); i++) {
            String line = start + i < lines.size() ? lines.get(start + i) : "(end of file)";
            if (!line.equals(wanted.get(i))) {
                return ", but line %d differs: \"%s\""
                        .formatted(start + i + 1, ResultText.head(line, LINE_CHARS_MAX));
            }
        }
        return "";
    }

    private static String squeezed(String line) {
        return line.replaceAll("\\s+", "");
    }

    /// Pairs of neighbouring characters: alike for lines with a slip in them, in linear time.
    private static Set<String> pairs(String line) {
        String text = ResultText.head(line.strip(), 400);
        var pairs = new HashSet<String>();
        for (int i = 0; i + 2 <= text.length(); i++) {
            pairs.add(text.substring(i, i + 2));
        }
        if (text.length() == 1) {
            pairs.add(text);
        }
        return pairs;
    }

    /// Dice's coefficient, in [0, 1].
    private static double likeness(Set<String> left, Set<String> right) {
        if (left.isEmpty() || right.isEmpty()) {
            return 0;
        }
        long common = left.stream().filter(right::contains).count();
        return 2.0 * common / (left.size() + right.size());
    }

    private static Tool.BadArguments refused(FilePath path, String why) {
        return new Tool.BadArguments("in " + FilePath.shown(path.toString()) + " " + why);
    }
}
