package dev.lorimer.govern.decision;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.lorimer.govern.decision.MarkdownRecord.Line;
import dev.lorimer.govern.decision.MarkdownRecord.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Finds a record's status in the places where teams write it: front matter, a heading "Status", a
/// table row, a line `Status: …`. All places that say something have to say the same.
final class StatusReader {
    private static final Pattern INLINE = Pattern.compile("(?i)^status\\s*[:\uFF1A]\\s*(.*)$");

    private static final Pattern HEADING =
            Pattern.compile("(?i)^status\\s*[:\u2013\u2014-]\\s*(\\S.*)$");

    private static final Pattern LETTER = Pattern.compile("[A-Za-z]");

    private static final Pattern RELATION =
            Pattern.compile("(?i)^[^a-z]{0,4}super[sc]edes\\b[:\\s]*(.*)$");

    /// Behind a status, as in "Accepted; supersedes ADR-3".
    private static final Pattern WITH_RELATION =
            Pattern.compile(
                    "(?i)^[^a-z]{0,8}[a-z]+\\b[^a-z]{1,40}(?:and\\s+)?super[sc]edes\\b[:\\s]*(.*?)\\)?$");

    /// Above the first section, a relation has to be labelled: prose may well begin with the word.
    private static final Pattern LABELLED = Pattern.compile("(?i)^\\W{0,4}super[sc]edes\\s*[:|]");

    private static final Pattern LATER =
            Pattern.compile(
                    "(?i)^[^a-z]{0,4}(?:(?:proposed|accepted|approved|deprecated|rejected)\\s*(?:$|[\\d,.;(:]|on |since |in )|super[sc]eded\\b)");

    /// A line of its own that tells what replaces the record: a label, a row of a table.
    private static final Pattern REPLACED_BY =
            Pattern.compile("(?i)^\\W{0,4}super[sc]eded(?:[- _]by)?\\W{0,3}[:|]\\W{0,3}(.*)$");

    private static final Pattern LABEL =
            Pattern.compile("(?i)^[^a-z]{0,4}(?:date|amends|amended by|deciders?)\\b");

    private static final List<String> REPLACED_KEYS =
            List.of("superseded-by", "superseded_by", "supersededBy", "superseded by");

    private final MarkdownRecord markdown;
    private final Faults faults;
    private final List<Found> found = new ArrayList<>();

    /// Whether the section that is being read stands below one of the record's main sections.
    private boolean deep;

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

    /// What the record says it supersedes: front matter, the Status section as adr-tools writes it,
    /// a label at the top, or the words behind the status itself.
    static List<Line> supersedes(MarkdownRecord markdown) {
        var said = new ArrayList<Line>();
        for (var section : markdown.sections()) {
            for (var line : section.lines()) {
                boolean counts =
                        section.is("status")
                                || (section.level() < 2 && LABELLED.matcher(line.text()).find());
                Matcher relation = RELATION.matcher(line.text().replace("|", " ").strip());
                if (counts && relation.find()) {
                    said.add(new Line(relation.group(1), line.number(), line.first()));
                }
            }
        }
        var reader = new StatusReader(markdown, new Faults());
        reader.status();
        for (var place : reader.found) {
            Matcher relation = WITH_RELATION.matcher(place.text());
            if (relation.find()) {
                said.add(new Line(relation.group(1), place.line(), true));
            }
        }
        return List.copyOf(said);
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
        return switch (agreed()) {
            case Status.Accepted accepted -> orReplaced(accepted);
            case Status.Superseded superseded ->
                    superseded.by().isEmpty() ? orReplaced(superseded) : superseded;
            case Status.Proposed proposed -> proposed;
            case Status.Deprecated deprecated -> orReplaced(deprecated);
            case Status.Rejected rejected -> rejected;
            case Status.Unstated unstated -> unstated;
        };
    }

    /// Superseded where another place names the record that took over.
    private Status orReplaced(Status stated) {
        var front =
                REPLACED_KEYS.stream().flatMap(key -> markdown.frontTexts(key).stream()).toList();
        var labels =
                markdown.sections().stream()
                        .filter(section -> section.is("status") || section.level() < 2)
                        .flatMap(section -> section.lines().stream())
                        .map(line -> REPLACED_BY.matcher(line.text().strip()))
                        .filter(Matcher::find)
                        .map(label -> label.group(1));
        return Stream.concat(front.stream(), labels)
                .filter(text -> Mention.all(text).stream().anyMatch(Mention::whole))
                .map(StatusPhrase::named)
                .filter(by -> !by.isEmpty())
                .findFirst()
                .<Status>map(Status.Superseded::new)
                .orElse(stated);
    }

    private Status agreed() {
        // An option that is called "Status" says nothing of the record.
        boolean clear = found.stream().anyMatch(one -> !(one.status() instanceof Status.Unstated));
        found.removeIf(one -> clear && one.deep() && one.status() instanceof Status.Unstated);
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
                                        Suggestion.clause(other.text().strip(), StatusPhrase.KNOWN),
                                        String.join(", ", StatusPhrase.KNOWN)));
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
        var entry = markdown.front("status");
        if (entry.isEmpty()) {
            return;
        }
        var texts = markdown.frontTexts("status");
        if (texts.size() == 1) {
            add(texts.getFirst(), entry.get().line());
        } else if (!(entry.get().value() instanceof Yaml.Scalar)) {
            faults.error(
                    entry.get().line(),
                    "\"status\" is %s, but has to be a text"
                            .formatted(entry.get().value().described()));
        }
    }

    private void heading(Section section) {
        deep = section.level() > 2;
        Matcher inHeading = HEADING.matcher(section.heading());
        if (section.level() > 1 && inHeading.find()) {
            add(inHeading.group(1), section.line());
        }
        if (!section.is("status")) {
            return;
        }
        boolean stated = false;
        for (var line : section.lines()) {
            boolean counts =
                    !isOfNone(line.text())
                            && (stated ? LATER.matcher(line.text()).find() : states(line.text()));
            if (counts) {
                // "Accepted", and below it "Superseded by …": the later line goes on with the
                // story, it does not contradict it.
                if (stated
                        && StatusPhrase.of(line.text()).status() instanceof Status.Superseded later
                        && !later.by().isEmpty()) {
                    found.removeLast();
                }
                add(line.text(), line.number());
            }
            stated |= counts;
        }
        if (!stated) {
            section.quoted().stream()
                    .filter(line -> !StatusPhrase.of(line.text()).words().isEmpty())
                    .findFirst()
                    .ifPresent(line -> add(line.text(), line.number()));
        }
    }

    /// "Superseded by: none".
    private static boolean isOfNone(String text) {
        Matcher label = REPLACED_BY.matcher(text);
        return label.find() && StatusPhrase.named(label.group(1)).isEmpty();
    }

    /// Whether the first line of a Status section is its status, and not a date or a relation to
    /// another record.
    private static boolean states(String text) {
        return LETTER.matcher(text).find()
                && !RELATION.matcher(text).find()
                && !LABEL.matcher(text).find();
    }

    private void tableAndInline(Section section) {
        deep = section.level() > 2;
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
                column == 0 && cells.size() > 1 && !StatusPhrase.of(cells.get(1)).words().isEmpty();
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
        var phrase = StatusPhrase.of(bare);
        found.add(new Found(phrase.status(), bare, line, deep));
    }

    private record Found(Status status, String text, int line, boolean deep) {}
}
