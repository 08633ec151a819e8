package dev.lorimer.govern.decision;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/// A Markdown file taken apart: front matter, sections with their prose, fenced blocks. Lines count
/// from 1.
///
/// @param frontMatter the YAML between the first two lines of three hyphens, as entries
/// @param sections in order; the first holds what stands above any heading
/// @param fences every fenced block, wherever it stands
record MarkdownRecord(List<Yaml.Entry> frontMatter, List<Section> sections, List<Fence> fences) {
    private static final Pattern LABELLED =
            Pattern.compile("(?im)^\\W{0,4}(?:status|super[sc]ede[sd])\\b");

    private static final Pattern FORGE =
            Pattern.compile("/(?:pull|pulls|issues|merge_requests|commit|discussions)/");

    private static final Pattern RECORD = Pattern.compile("(?i)\\.(?:md|rst)(?:[?#]|$)");

    /// The prose under one heading, up to the next.
    ///
    /// @param level 0 above the first heading, else 1 to 6
    /// @param quoted what somebody else said there: no statement of this record, unless a template
    ///   taught its authors to write their own like that
    record Section(String heading, int level, int line, List<Line> lines, List<Line> quoted) {
        static Section at(String heading, int level, int line) {
            return new Section(heading, level, line, new ArrayList<>(), new ArrayList<>());
        }

        boolean is(String name) {
            return heading.strip().replace(":", "").equalsIgnoreCase(name);
        }
    }

    /// @param first whether it begins a paragraph
    record Line(String text, int number, boolean first) {}

    /// @param info the words behind the opening fence
    /// @param line of the first line inside
    record Fence(String info, String text, int line) {}

    static MarkdownRecord read(String text, Faults faults) {
        var lines = new ArrayList<>(Lines.of(text.startsWith("\uFEFF") ? text.substring(1) : text));
        var frontMatter = frontMatter(lines, faults);
        var parts = new Parts();
        Parser.builder()
                .includeSourceSpans(IncludeSourceSpans.BLOCKS)
                .build()
                .parse(String.join("\n", lines))
                .accept(parts);
        return new MarkdownRecord(
                frontMatter, List.copyOf(parts.sections), List.copyOf(parts.fences));
    }

    /// The first heading of level 1.
    Optional<Section> title() {
        return sections.stream().filter(section -> section.level() == 1).findFirst();
    }

    Optional<Yaml.Entry> front(String key) {
        return frontMatter.stream().filter(entry -> entry.key().equalsIgnoreCase(key)).findFirst();
    }

    /// The text of a front matter key; empty when it is absent or no scalar.
    Optional<String> frontText(String key) {
        return front(key)
                .flatMap(entry ->
                        entry.value() instanceof Yaml.Scalar scalar && !scalar.text().isBlank()
                                ? Optional.of(scalar.text().strip())
                                : Optional.empty());
    }

    /// All texts that a front matter key holds: its scalar, or those of its list. A mapping of one
    /// key without a value is the text that somebody left in a template's braces, `{accepted}`.
    List<String> frontTexts(String key) {
        return front(key).map(entry -> texts(entry.value())).orElse(List.of());
    }

    private static List<String> texts(Yaml value) {
        return switch (value) {
            case Yaml.Scalar scalar ->
                    scalar.text().isBlank() ? List.of() : List.of(scalar.text().strip());
            case Yaml.Sequence sequence ->
                    sequence.items().stream().flatMap(item -> texts(item).stream()).toList();
            case Yaml.Mapping mapping ->
                    mapping.entries().size() == 1
                                    && texts(mapping.entries().getFirst().value()).isEmpty()
                            ? List.of(mapping.entries().getFirst().key().strip())
                            : List.of();
        };
    }

    /// Takes the front matter's lines out, leaving blank ones so that all others keep their
    /// numbers.
    private static List<Yaml.Entry> frontMatter(List<String> lines, Faults faults) {
        if (!lines.getFirst().stripTrailing().equals("---")) {
            return List.of();
        }
        int end = 1;
        while (end < lines.size() && !isFence(lines.get(end))) {
            end++;
        }
        if (end == lines.size()) {
            return List.of();
        }
        var yaml = String.join("\n", lines.subList(1, end));
        for (int i = 0; i <= end; i++) {
            lines.set(i, "");
        }
        var entries = new ArrayList<Yaml.Entry>();
        for (var document : YamlReader.read(yaml, 2, faults)) {
            if (document instanceof Yaml.Mapping mapping) {
                entries.addAll(mapping.entries());
            } else {
                faults.error(
                        document.line(),
                        "the front matter is %s, but has to be a mapping"
                                .formatted(document.described()));
            }
        }
        return List.copyOf(entries);
    }

    private static boolean isFence(String line) {
        var bare = line.stripTrailing();
        return bare.equals("---") || bare.equals("...");
    }

    private static final class Parts extends AbstractVisitor {
        private final List<Section> sections = new ArrayList<>(List.of(Section.at("", 0, 1)));
        private final List<Fence> fences = new ArrayList<>();
        private boolean quoted;

        @Override
        public void visit(Heading heading) {
            var text = new Prose();
            heading.accept(text);
            sections.add(
                    Section.at(Lines.joined(text.toString()), heading.getLevel(), lineOf(heading)));
        }

        @Override
        public void visit(FencedCodeBlock block) {
            var info = Optional.ofNullable(block.getInfo()).orElse("");
            fences.add(new Fence(info.strip(), block.getLiteral(), lineOf(block) + 1));
        }

        @Override
        public void visit(BlockQuote quote) {
            boolean outer = quoted;
            quoted = true;
            visitChildren(quote);
            quoted = outer;
        }

        @Override
        public void visit(Paragraph paragraph) {
            var section = sections.getLast();
            var into = quoted ? section.quoted() : section.lines();
            var text = new Prose();
            text.links = section.is("status") || isLabelled(paragraph);
            paragraph.accept(text);
            var lines = Lines.of(text.toString());
            for (int i = 0; i < lines.size(); i++) {
                into.add(new Line(lines.get(i), lineOf(paragraph) + i, i == 0));
            }
        }

        /// Whether it stands at the top and tells of the status or of other records.
        private boolean isLabelled(Paragraph paragraph) {
            var bare = new Prose();
            paragraph.accept(bare);
            return sections.getLast().level() < 2 && LABELLED.matcher(bare.toString()).find();
        }

        private static int lineOf(Node node) {
            return node.getSourceSpans().getFirst().getLineIndex() + 1;
        }
    }

    /// The text of a node without its marks.
    private static final class Prose extends AbstractVisitor {
        private final StringBuilder out = new StringBuilder();
        private boolean links;

        @Override
        public void visit(Text text) {
            out.append(text.getLiteral());
        }

        @Override
        public void visit(Code code) {
            out.append(code.getLiteral());
        }

        /// A link that only shows a title still leads to a record with a number, which then stands
        /// before the title: "0004-new.md (Use new)". One to a change or an issue leads to none,
        /// whatever its number.
        @Override
        public void visit(Link link) {
            int before = out.length();
            visitChildren(link);
            var target = link.getDestination();
            if (!links || target == null) {
                return;
            }
            var title = out.substring(before);
            if (FORGE.matcher(target).find()) {
                out.setLength(before);
                out.append(StatusPhrase.of(title).words().isEmpty() ? target : title);
            } else if (title.chars().noneMatch(Character::isDigit) && leadsOn(target, title)) {
                out.setLength(before);
                out.append(target.substring(target.lastIndexOf('/') + 1));
                out.append(title.isBlank() ? "" : " (" + title + ")");
            }
        }

        private static boolean leadsOn(String target, String title) {
            return StatusPhrase.of(title).words().isEmpty()
                    && (!target.contains("://") || RECORD.matcher(target).find());
        }

        @Override
        public void visit(SoftLineBreak lineBreak) {
            out.append('\n');
        }

        @Override
        public void visit(HardLineBreak lineBreak) {
            out.append('\n');
        }

        @Override
        public String toString() {
            return out.toString();
        }
    }
}
