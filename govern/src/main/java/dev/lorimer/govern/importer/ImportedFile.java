package dev.lorimer.govern.importer;

import java.util.ArrayList;
import java.util.List;

/// The rules of one file, translated or refused.
public record ImportedFile(String path, String tool, List<Ruling> rulings) {
    /// How many of them have equal constraints now.
    public long translated() {
        return rulings.stream().filter(Ruling.Translated.class::isInstance).count();
    }

    /// A title for the record that holds them.
    public String title() {
        var name = path.substring(path.lastIndexOf('/') + 1);
        var stem =
                name.endsWith(".java") ? name.substring(0, name.length() - ".java".length()) : path;
        return "Rules of " + stem;
    }

    /// The sections of the record, in Markdown.
    public List<String> body() {
        var body = new ArrayList<String>();
        body.add("## Context\n\nThese rules were kept by %s in `%s`.\n".formatted(tool, path));
        body.add(
                "## Decision\n\nThey are kept as constraints, so that one judge holds all of them.\n");
        body.add("### Confirmation");
        for (var ruling : rulings) {
            if (ruling instanceof Ruling.Translated one) {
                body.add(
                        "\n`%s` (`%s`)%s:"
                                .formatted(
                                        one.name().replace('`', '\''),
                                        one.place(),
                                        one.notes().isEmpty()
                                                ? ""
                                                : "; " + String.join("; ", one.notes())));
                one.constraints().forEach(yaml -> body.add("\n```constraint\n" + yaml + "\n```"));
            }
        }
        var refused =
                rulings.stream()
                        .filter(Ruling.Refused.class::isInstance)
                        .map(Ruling.Refused.class::cast)
                        .toList();
        if (!refused.isEmpty()) {
            body.add("\n### Not translated\n");
            refused.forEach(one ->
                    body.add(
                            "- `%s` (`%s`): %s"
                                    .formatted(
                                            one.name().replace('`', '\''),
                                            one.place(),
                                            one.why().replace("|", "\\|"))));
        }
        return body;
    }

    /// One line for each rule.
    public List<String> report() {
        var lines = new ArrayList<String>();
        for (var ruling : rulings) {
            lines.add(
                    switch (ruling) {
                        case Ruling.Translated one ->
                                "%s: %s: %s%s"
                                        .formatted(
                                                one.place(),
                                                one.name(),
                                                one.constraints().size() == 1
                                                        ? "1 constraint"
                                                        : one.constraints().size() + " constraints",
                                                one.notes().isEmpty()
                                                        ? ""
                                                        : " ("
                                                                + String.join("; ", one.notes())
                                                                + ")");
                        case Ruling.Refused one ->
                                "%s: %s: not translated: %s"
                                        .formatted(one.place(), one.name(), one.why());
                    });
        }
        return lines;
    }
}
