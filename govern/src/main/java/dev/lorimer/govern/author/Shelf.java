package dev.lorimer.govern.author;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.lorimer.govern.decision.Decision;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.StatusPlace;
import dev.lorimer.govern.tree.Content;
import dev.lorimer.govern.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Where a repository keeps its records, and how it names and writes them: as the latest of them
/// shows.
///
/// @param folder with a slash at its end
/// @param next the number that the next record gets
/// @param file how the names of files begin
/// @param heading how titles begin
record Shelf(String folder, int next, Form form, Numbering file, Numbering heading, String end) {
    private static final Pattern FILE =
            Pattern.compile("^((?:[A-Za-z]{1,16}[-_]?)?)(\\d{1,9})([-_. ])");
    private static final Pattern HEADING =
            Pattern.compile("^((?:[A-Za-z]{1,16}[- ])?)(\\d{1,9})(\\s*[:.\u2013\u2014-]\\s*|\\s+)");
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,9})$");

    /// A slug longer than this makes paths that some file systems refuse.
    private static final int SLUG_MAX = 80;

    enum Form {
        /// Front matter with the status.
        MADR,
        /// A section with the status.
        NYGARD,
        RST
    }

    /// A number with what stands around it, filled up with zeros to a width; none for a width of 0.
    record Numbering(String before, int width, String after) {
        String of(int number) {
            return width == 0
                    ? ""
                    : before + String.format(Locale.ROOT, "%0" + width + "d", number) + after;
        }

        static Numbering none() {
            return new Numbering("", 0, "");
        }

        private static Optional<Numbering> of(Pattern pattern, String text) {
            Matcher matcher = pattern.matcher(text);
            return matcher.find()
                    ? Optional.of(
                            new Numbering(
                                    matcher.group(1), matcher.group(2).length(), matcher.group(3)))
                    : Optional.empty();
        }
    }

    static Shelf of(Tree tree, DecisionSet decisions) {
        var folder = folder(tree, decisions);
        var latest =
                decisions.decisions().stream()
                        .filter(one -> one.file().startsWith(folder))
                        .max(Comparator.comparingInt(Shelf::number).thenComparing(Decision::file));
        int next = decisions.decisions().stream().mapToInt(Shelf::number).max().orElse(0) + 1;
        return latest.map(one -> like(tree, one, next))
                .orElseGet(() ->
                        new Shelf(
                                folder,
                                next,
                                Form.MADR,
                                new Numbering("", 4, "-"),
                                new Numbering("D-", 4, ": "),
                                "\n"));
    }

    private static Shelf like(Tree tree, Decision latest, int next) {
        var text =
                tree.content(latest.file()) instanceof Content.Bytes found
                        ? new String(found.bytes(), StandardCharsets.UTF_8)
                        : "";
        var lines = RecordLines.of(text.getBytes(StandardCharsets.UTF_8));
        var file =
                Numbering.of(FILE, latest.file().substring(latest.file().lastIndexOf('/') + 1))
                        .orElse(new Numbering("", 4, "-"));
        return new Shelf(
                latest.file().substring(0, latest.file().lastIndexOf('/') + 1),
                next,
                form(latest.file(), text, lines),
                file,
                Numbering.of(HEADING, heading(latest.file(), text)).orElseGet(Numbering::none),
                text.contains("\r\n") ? "\r\n" : "\n");
    }

    private static Form form(String path, String text, RecordLines lines) {
        if (isRst(path)) {
            return Form.RST;
        }
        var places = StatusPlace.of(path, text);
        boolean front =
                places.isEmpty()
                        || places.stream().anyMatch(place -> place.line() < lines.frontMatterEnd());
        return front ? Form.MADR : Form.NYGARD;
    }

    private static boolean isRst(String path) {
        return path.toLowerCase(Locale.ROOT).endsWith(".rst");
    }

    /// The text of the title, which is the first one that is marked as a heading.
    private static String heading(String path, String text) {
        var lines = text.lines().toList();
        boolean rst = isRst(path);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("# ")) {
                return lines.get(i).substring(2).strip();
            }
            boolean under =
                    i + 1 < lines.size()
                            && RecordLines.isAdornment(lines.get(i + 1))
                            && (rst || lines.get(i + 1).startsWith("="));
            if (under && !lines.get(i).isBlank()) {
                return lines.get(i).strip();
            }
        }
        return "";
    }

    private static String folder(Tree tree, DecisionSet decisions) {
        var all = DecisionSet.folders();
        return all.stream()
                .max(
                        Comparator.<String>comparingLong(folder -> count(decisions, folder))
                                .thenComparingLong(folder -> files(tree, folder))
                                .thenComparingInt(folder -> -all.indexOf(folder)))
                .orElseThrow();
    }

    private static long count(DecisionSet decisions, String folder) {
        return decisions.decisions().stream().filter(one -> one.file().startsWith(folder)).count();
    }

    private static long files(Tree tree, String folder) {
        return tree.files().subMap(folder, folder + Character.MAX_VALUE).size();
    }

    private static int number(Decision decision) {
        Matcher matcher = NUMBER.matcher(decision.id());
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    String path(String title) {
        return folder + file.of(next) + slug(title) + (form == Form.RST ? ".rst" : ".md");
    }

    /// The title as a part of a file's name, in letters and digits that every file system takes.
    static String slug(String title) {
        var plain = Normalizer.normalize(title, Normalizer.Form.NFD).toLowerCase(Locale.ROOT);
        var slug = new StringBuilder();
        for (int i = 0; i < plain.length(); i++) {
            char letter = plain.charAt(i);
            boolean keeps = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
            if (keeps) {
                slug.append(letter);
            } else if (!slug.isEmpty()
                    && slug.charAt(slug.length() - 1) != '-'
                    && Character.getType(letter) != Character.NON_SPACING_MARK) {
                slug.append('-');
            }
        }
        var cut = slug.substring(0, Math.min(SLUG_MAX, slug.length()));
        var bare = cut.endsWith("-") ? cut.substring(0, cut.length() - 1) : cut;
        return bare.isEmpty() ? "decision" : bare;
    }

    /// The text of a record in this form.
    ///
    /// @param status as the form writes it: one word in lower case
    /// @param body the sections below the status; empty for the usual ones, to be filled in
    String text(String title, String status, String date, List<String> body) {
        var head = heading.of(next) + title;
        var said = Character.toUpperCase(status.charAt(0)) + status.substring(1);
        var sections = body.isEmpty() ? sections() : String.join("\n", body);
        var text =
                switch (form) {
                    case MADR ->
                            "---\nstatus: %s\ndate: %s\n---\n# %s\n\n%s\n"
                                    .formatted(status, date, head, sections);
                    case NYGARD ->
                            "# %s\n\nDate: %s\n\n## Status\n\n%s\n\n%s\n"
                                    .formatted(head, date, said, sections);
                    case RST ->
                            "%s\n%s\n\nStatus\n******\n\n%s (%s)\n\n%s\n"
                                    .formatted(
                                            head,
                                            "#".repeat(Math.max(3, head.length())),
                                            said,
                                            date,
                                            sections);
                };
        return text.replace("\n", end);
    }

    private String sections() {
        return switch (form) {
            case MADR ->
                    """
                    ## Context and Problem Statement

                    <!-- What has to be decided, and why now. -->

                    ## Decision Outcome

                    <!-- What is decided, and because of what. -->

                    ### Confirmation

                    <!-- How one sees that it is kept: a block with the word "constraint", see lorimer decisions check. -->\
                    """;
            case NYGARD ->
                    """
                    ## Context

                    <!-- What has to be decided, and why now. -->

                    ## Decision

                    <!-- What is decided. -->

                    ## Consequences

                    <!-- What becomes easier, and what harder. -->\
                    """;
            case RST ->
                    """
                    Context
                    *******

                    .. What has to be decided, and why now.

                    Decision
                    ********

                    .. What is decided.

                    Consequences
                    ************

                    .. What becomes easier, and what harder.\
                    """;
        };
    }
}
