package dev.lorimer.govern.decision;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.lorimer.govern.decision.MarkdownRecord.Line;
import dev.lorimer.govern.decision.MarkdownRecord.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds a record's status in the places where teams write it: front matter, a heading "Status", a
/// table row, a line `Status: …`. All places that say something have to say the same.
final class StatusReader {
    private static final Pattern INLINE = Pattern.compile("(?i)^status\\s*[:\uFF1A]\\s*(.*)$");

    private static final Pattern HEADING =
            Pattern.compile("(?i)^status\\s*[:\u2013\u2014-]\\s*(\\S.*)$");

    private static final Pattern WORD = Pattern.compile("^[^A-Za-z]{0,8}([A-Za-z]+)");

    private static final Pattern RELATION =
            Pattern.compile("(?i)^[^a-z]{0,4}super[sc]edes\\b[:\\s]*(.*)$");

    /// Above the first section, a relation has to be labelled: prose may well begin with the word.
    private static final Pattern LABELLED = Pattern.compile("(?i)^\\W{0,4}super[sc]edes\\s*[:|]");

    private static final Pattern LATER =
            Pattern.compile(
                    "(?i)^[^a-z]{0,4}(?:(?:proposed|accepted|deprecated|rejected)\\s*(?:$|[\\d,.;(:]|on |since |in )|super[sc]eded\\b)");

    private static final Pattern REPLACED_BY =
            Pattern.compile("(?i)^[^a-z]{0,8}super[sc]eded(?:\\s+by)?[:\\s]*(.*)$");

    private static final Pattern LABEL =
            Pattern.compile("(?i)^[^a-z]{0,4}(?:date|amends|amended by|deciders?)\\b");

    private static final List<String> WORDS =
            List.of("proposed", "accepted", "deprecated", "superseded", "rejected");

    private final MarkdownRecord markdown;
    private final Faults faults;
    private final List<Found> found = new ArrayList<>();

    private StatusReader(MarkdownRecord markdown, Faults faults) {
        this.markdown = markdown;
        this.faults = faults;
    }

    /// The record's status; unstated when no place says it, or two places say different things, or
    /// one uses an unknown word.
    static Status read(MarkdownRecord markdown, Faults faults) {
        return new StatusReader(markdown, faults).status();
    }

    /// Every place that says it.
    static List<StatusPlace> places(MarkdownRecord markdown, Faults faults) {
        var reader = new StatusReader(markdown, faults);
        reader.status();
        return reader.found.stream().map(one -> new StatusPlace(one.line(), one.text())).toList();
    }

    /// What the Status section says the record supersedes, as adr-tools writes it.
    static List<Line> supersedes(MarkdownRecord markdown) {
        return markdown.sections().stream()
                .filter(section -> section.is("status") || section.level() < 2)
                .flatMap(section ->
                        section.lines().stream()
                                .filter(line ->
                                        section.is("status")
                                                || LABELLED.matcher(line.text()).find()))
                .flatMap(line -> {
                    Matcher relation = RELATION.matcher(line.text().replace("|", " ").strip());
                    return relation.find()
                            ? Optional.of(new Line(relation.group(1), line.number(), line.first()))
                                    .stream()
                            : Optional.<Line>empty().stream();
                })
                .toList();
    }

    private Status status() {
        frontMatter();
        markdown.sections().forEach(this::heading);
        markdown.sections().stream()
                .takeWhile(section -> section.level() < 2)
                .forEach(this::tableAndInline);
        if (found.isEmpty()) {
            markdown.sections().forEach(this::tableAndInline);
            found.removeIf(one -> one.status() instanceof Status.Unstated);
        }
        return agreed();
    }

    private Status agreed() {
        if (found.isEmpty()) {
            return new Status.Unstated();
        }
        var first = found.getFirst();
        for (var other : found) {
            if (other.status() instanceof Status.Unstated) {
                faults.error(
                        other.line(),
                        "unknown status \"%s\"%s; known words: %s, and superseded by D-0000"
                                .formatted(
                                        Lines.shortened(other.text(), 60),
                                        Suggestion.clause(word(other.text()), WORDS),
                                        String.join(", ", WORDS)));
                return new Status.Unstated();
            }
            if (!other.status().getClass().equals(first.status().getClass())) {
                faults.error(
                        other.line(),
                        "status \"%s\" disagrees with \"%s\" in line %s; say it once, or say the same"
                                .formatted(
                                        Lines.shortened(other.text(), 60),
                                        Lines.shortened(first.text(), 60),
                                        first.line()));
                return new Status.Unstated();
            }
        }
        return first.status();
    }

    private void frontMatter() {
        markdown.front("status")
                .ifPresent(entry -> {
                    switch (entry.value()) {
                        case Yaml.Scalar scalar -> {
                            if (!scalar.text().isBlank()) {
                                add(scalar.text(), entry.line());
                            }
                        }
                        case Yaml.Sequence _, Yaml.Mapping _ ->
                                faults.error(
                                        entry.line(),
                                        "\"status\" is %s, but has to be a text"
                                                .formatted(entry.value().described()));
                    }
                });
    }

    private void heading(Section section) {
        Matcher inHeading = HEADING.matcher(section.heading());
        if (section.level() > 1 && inHeading.find()) {
            add(inHeading.group(1), section.line());
        }
        if (!section.is("status")) {
            return;
        }
        boolean stated = false;
        for (var line : section.lines()) {
            boolean counts = stated ? LATER.matcher(line.text()).find() : states(line.text());
            if (counts) {
                // "Accepted", and below it "Superseded by …": the later line goes on with the
                // story, it does not contradict it.
                if (stated
                        && parse(line.text()) instanceof Status.Superseded later
                        && !later.by().isEmpty()) {
                    found.removeLast();
                }
                add(line.text(), line.number());
            }
            stated |= counts;
        }
    }

    /// Whether the first line of a Status section is its status, and not a date or a relation to
    /// another record.
    private static boolean states(String text) {
        return WORD.matcher(text).find()
                && !RELATION.matcher(text).find()
                && !LABEL.matcher(text).find();
    }

    private void tableAndInline(Section section) {
        var lines = section.lines();
        for (int i = 0; i < lines.size(); i++) {
            var text = lines.get(i).text().strip();
            Matcher inline = INLINE.matcher(text);
            if (inline.find() && !inline.group(1).isBlank()) {
                add(inline.group(1), lines.get(i).number());
            } else if (text.startsWith("|")) {
                row(lines, i);
            }
        }
    }

    /// Either a row `| Status | Accepted |`, or a column with that head.
    private void row(List<Line> lines, int at) {
        var cells = cells(lines.get(at).text());
        int column = cells.indexOf("status");
        if (column < 0) {
            return;
        }
        boolean isRow =
                column == 0
                        && cells.size() > 1
                        && !parse(cells.get(1)).equals(new Status.Unstated());
        boolean isHead = at + 2 < lines.size() && lines.get(at + 1).text().contains("--");
        if (isHead && !isRow) {
            var below = cells(lines.get(at + 2).text());
            if (column < below.size()) {
                add(below.get(column), lines.get(at + 2).number());
            }
        } else if (column == 0 && cells.size() > 1) {
            add(cells.get(1), lines.get(at).number());
        }
    }

    private static List<String> cells(String row) {
        var bare = row.strip();
        var inner =
                bare.substring(
                        1, bare.length() - (bare.length() > 1 && bare.endsWith("|") ? 1 : 0));
        return List.of(inner.split("\\|", -1)).stream()
                .map(cell -> cell.strip().toLowerCase(Locale.ROOT))
                .toList();
    }

    private void add(String text, int line) {
        var bare = text.strip();
        found.add(new Found(parse(bare), bare, line));
    }

    private static Status parse(String text) {
        // The template's "{proposed | accepted | …}" states nothing.
        if (text.contains("|")) {
            return new Status.Unstated();
        }
        return switch (word(text)) {
            case "proposed" -> new Status.Proposed();
            case "accepted" -> new Status.Accepted();
            case "deprecated" -> new Status.Deprecated();
            case "rejected" -> new Status.Rejected();
            case "superseded", "superceded" -> new Status.Superseded(replacedBy(text));
            default -> new Status.Unstated();
        };
    }

    private static String replacedBy(String text) {
        Matcher matcher = REPLACED_BY.matcher(Lines.joined(text));
        // Without a number it names no record: "superseded by our platform's default".
        return matcher.find() && matcher.group(1).chars().anyMatch(Character::isDigit)
                ? matcher.group(1).strip()
                : "";
    }

    private static String word(String text) {
        Matcher matcher = WORD.matcher(text);
        return matcher.find() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
    }

    private record Found(Status status, String text, int line) {}
}
