package dev.lorimer.govern.decision;

import dev.lorimer.govern.decision.Decision.Standing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads one decision record.
final class RecordReader {
    private static final String MARKER = "constraint";

    private static final List<String> NO_RECORDS =
            List.of("readme", "index", "template", "summary", "contributing", "glossary");

    private final String path;
    private final Expressions expressions;
    private final Faults faults = new Faults();
    private final Faults waiverFaults = new Faults();
    private final Map<String, Integer> lines = new HashMap<>();

    RecordReader(String path, Expressions expressions) {
        this.path = path;
        this.expressions = expressions;
    }

    /// A record as its own file shows it, before it is seen beside the others.
    ///
    /// @param decision empty when the file is no record
    /// @param supersedes references with their lines, not resolved yet
    record Draft(
            String path,
            Optional<Decision> decision,
            List<MarkdownRecord.Line> supersedes,
            Law law,
            Faults faults) {
        boolean lawful() {
            return law.lawful();
        }
    }

    /// What a record says beside prose.
    ///
    /// @param lawful whether the file holds constraint blocks, read or not
    /// @param lines where each constraint stands, by its id
    record Law(boolean lawful, Map<String, Integer> lines, List<Waiver> waivers) {
        static Law none() {
            return new Law(false, Map.of(), List.of());
        }
    }

    Draft read(String text) {
        var markdown =
                path.toLowerCase(Locale.ROOT).endsWith(".rst")
                        ? RstRecord.read(text)
                        : MarkdownRecord.read(text, faults);
        var fences = markdown.fences().stream().filter(this::isConstraint).toList();
        var id = RecordId.of(markdown, path, faults).or(() -> ofName(markdown));
        if (isTemplate(id, markdown)) {
            return new Draft(path, Optional.empty(), List.of(), Law.none(), new Faults());
        }
        if (id.isEmpty() && !fences.isEmpty()) {
            faults.error(
                    fences.getFirst().line() - 1,
                    "a constraint block outside of a decision record; name the file like 0007-short-title.md, or give it an id in its front matter");
        }
        var decision = id.map(name -> decision(name, markdown, fences));
        var references = references(markdown);
        var law = new Law(!fences.isEmpty(), Map.copyOf(lines), waivers(markdown));
        return new Draft(path, decision, references, law, faults);
    }

    /// A file without any number is a record where it says its status; the table of contents beside
    /// the records says that of others.
    private Optional<String> ofName(MarkdownRecord markdown) {
        var name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        boolean other = NO_RECORDS.stream().anyMatch(name::contains);
        return other || StatusReader.read(markdown, new Faults()) instanceof Status.Unstated
                ? Optional.empty()
                : Optional.of(RecordId.ofName(path));
    }

    private Decision decision(
            String id, MarkdownRecord markdown, List<MarkdownRecord.Fence> fences) {
        var status = StatusReader.read(markdown, faults);
        if (status instanceof Status.Unstated && !fences.isEmpty() && faults.errors() == 0) {
            faults.warning(
                    0,
                    "%s has a constraint, but no status, so it is treated as proposed; write \"status: accepted\" into its front matter"
                            .formatted(id));
        }
        var constraints = new ArrayList<Constraint>();
        fences.forEach(fence -> constraints.addAll(constraints(id, fence)));
        refuseTwins(constraints, fences);
        var title =
                markdown.title()
                        .map(section -> RecordId.bareTitle(section.heading()))
                        .or(() -> markdown.frontText("title"))
                        .orElseGet(() -> RecordId.titleOfFile(path));
        return new Decision(
                id,
                Lines.shortened(title, 120),
                new Standing(status, Force.OFF, List.of()),
                Why.of(markdown),
                path,
                List.copyOf(constraints));
    }

    private List<Constraint> constraints(String id, MarkdownRecord.Fence fence) {
        int before = faults.errors();
        var documents = YamlReader.read(fence.text(), fence.line(), faults);
        if (documents.isEmpty() && faults.errors() == before) {
            faults.error(fence.line() - 1, "a constraint block is empty; fill it, or take it out");
        }
        var reader = new ConstraintReader(id, expressions, faults);
        var constraints = new ArrayList<Constraint>();
        for (var document : documents) {
            reader.read(document)
                    .ifPresent(constraint -> {
                        lines.putIfAbsent(constraint.id(), document.line());
                        constraints.add(constraint);
                    });
        }
        return constraints;
    }

    /// What is wrong with a waiver leaves no law open: it just does not apply.
    private List<Waiver> waivers(MarkdownRecord markdown) {
        var found = new ArrayList<Waiver>();
        for (var fence : markdown.fences()) {
            if (fence.info().split("[\\s{]", 2)[0].equals("waiver")) {
                found.addAll(new WaiverReader(path, waiverFaults).read(fence.text(), fence.line()));
            }
        }
        waiverFaults.problems(path, "", false).forEach(faults::told);
        return List.copyOf(found);
    }

    private void refuseTwins(List<Constraint> constraints, List<MarkdownRecord.Fence> fences) {
        var seen = new HashSet<String>();
        for (var constraint : constraints) {
            if (!seen.add(constraint.id())) {
                faults.error(
                        fences.getLast().line() - 1,
                        "constraint id \"%s\" is used twice in this record; give each its own"
                                .formatted(
                                        constraint
                                                .id()
                                                .substring(constraint.id().indexOf('#') + 1)));
            }
        }
    }

    private List<MarkdownRecord.Line> references(MarkdownRecord markdown) {
        var references = new ArrayList<MarkdownRecord.Line>();
        markdown.front("supersedes")
                .ifPresent(entry -> {
                    var items =
                            entry.value() instanceof Yaml.Sequence sequence
                                    ? sequence.items()
                                    : List.of(entry.value());
                    for (var item : items) {
                        if (item instanceof Yaml.Scalar scalar) {
                            references.addAll(named(scalar.text(), item.line()));
                        } else {
                            faults.error(
                                    item.line(),
                                    "\"supersedes\" holds %s, but has to hold ids of decisions"
                                            .formatted(item.described()));
                        }
                    }
                });
        StatusReader.supersedes(markdown)
                .forEach(line -> references.addAll(named(line.text(), line.number())));
        return List.copyOf(references);
    }

    /// The records that a text names as superseded. One of which it says that only a part is stays
    /// in force, since that part can't be told from the rest.
    private List<MarkdownRecord.Line> named(String text, int line) {
        if (Mention.isNone(text)) {
            return List.of();
        }
        var mentions = Mention.all(text);
        if (mentions.isEmpty()) {
            return List.of(new MarkdownRecord.Line(text, line, true));
        }
        mentions.stream()
                .filter(mention -> !mention.whole())
                .findFirst()
                .ifPresent(mention ->
                        faults.warning(
                                line,
                                "\"%1$s\" supersedes only a part of %2$s, or says more than its name, so %2$s stays in force; name it alone, or let a constraint override the part"
                                        .formatted(Lines.shortened(text, 80), mention.text())));
        return mentions.stream()
                .filter(Mention::whole)
                .map(mention -> new MarkdownRecord.Line(mention.text(), line, true))
                .toList();
    }

    private boolean isConstraint(MarkdownRecord.Fence fence) {
        var word = fence.info().split("[\\s{]", 2)[0];
        if (!word.equals(MARKER)
                && !word.isEmpty()
                && Suggestion.edits(word.toLowerCase(Locale.ROOT), MARKER) <= 2) {
            faults.error(
                    fence.line() - 1,
                    "block \"%s\" is no known block; did you mean \"%s\"?"
                            .formatted(Lines.shortened(word, 40), MARKER));
        }
        return word.equals(MARKER);
    }

    /// A template is there to be copied; what it says is not decided.
    private boolean isTemplate(Optional<String> id, MarkdownRecord markdown) {
        var name = path.substring(path.lastIndexOf('/') + 1);
        boolean numberless = id.isEmpty() || id.get().equals("D-0000");
        boolean named =
                List.of(
                                        "template.md",
                                        "adr-template.md",
                                        "decision-template.md",
                                        "0000-template.md",
                                        "0000-adr-template.md")
                                .contains(name)
                        || name.startsWith("adr-template-")
                        || path.contains("/templates/");
        return named && numberless && markdown.front("id").isEmpty();
    }
}
