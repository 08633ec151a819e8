package dev.lorimer.govern.decision;

import dev.lorimer.govern.decision.Waiver.Cover;
import dev.lorimer.govern.decision.Waiver.Grant;
import dev.lorimer.govern.decision.Waiver.Origin;
import dev.lorimer.govern.decision.Waiver.Validity;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads waivers. One with anything missing or wrong is reported, and does not apply.
final class WaiverReader {
    private static final List<String> KEYS =
            List.of(
                    "constraint",
                    "fingerprint",
                    "scope",
                    "owner",
                    "reason",
                    "ticket",
                    "grantedBy",
                    "grantedAt",
                    "expires");

    private final String file;
    private final Faults faults;

    WaiverReader(String file, Faults faults) {
        this.file = file;
        this.faults = faults;
    }

    /// The waivers of a text: one for each document, or a list of them in one.
    ///
    /// @param firstLine the line in the file at which the text begins
    List<Waiver> read(String text, int firstLine) {
        var waivers = new ArrayList<Waiver>();
        for (var document : YamlReader.read(text, firstLine, faults)) {
            var items = document instanceof Yaml.Sequence list ? list.items() : List.of(document);
            for (var item : items) {
                waiver(item).ifPresent(waivers::add);
            }
        }
        return List.copyOf(waivers);
    }

    private Optional<Waiver> waiver(Yaml item) {
        if (!(item instanceof Yaml.Mapping mapping)) {
            faults.error(
                    item.line(),
                    "a waiver is %s, but has to be a mapping with the keys %s"
                            .formatted(item.described(), String.join(", ", KEYS)));
            return Optional.empty();
        }
        int before = faults.errors();
        var fields = Fields.of(mapping, "a waiver", KEYS, faults);
        var constraint = fields.needed("constraint");
        var cover = cover(fields);
        var owner = fields.needed("owner").orElse("");
        var reason = fields.needed("reason").map(Lines::joined).orElse("");
        var ticket = fields.needed("ticket").orElse("");
        var grantedBy = fields.needed("grantedBy").orElse("");
        var from = date(fields, "grantedAt");
        var to = date(fields, "expires");
        if (from.isPresent() && to.isPresent() && to.get().isBefore(from.get())) {
            faults.error(
                    fields.lineOf("expires"),
                    "this waiver expires on %s, before it is granted on %s; mend one of the dates"
                            .formatted(to.get(), from.get()));
        }
        if (faults.errors() > before || cover.isEmpty() || from.isEmpty() || to.isEmpty()) {
            return Optional.empty();
        }
        return constraint.map(id ->
                new Waiver(
                        id,
                        cover.get(),
                        new Grant(owner, reason, ticket, grantedBy),
                        new Validity(from.get(), to.get()),
                        new Origin(file, item.line())));
    }

    private Optional<Cover> cover(Fields fields) {
        if (fields.has("fingerprint") == fields.has("scope")) {
            faults.error(
                    fields.line(),
                    "a waiver needs exactly one of: fingerprint, scope; say which findings it lets pass");
            return Optional.empty();
        }
        if (fields.has("fingerprint")) {
            var identities = fields.texts("fingerprint");
            return identities.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Cover.Fingerprints(identities));
        }
        int before = faults.errors();
        var scope = new ScopeReader(fields).scope();
        if (faults.errors() > before) {
            return Optional.empty();
        }
        if (scope.chosen().isEmpty()) {
            faults.error(
                    fields.lineOf("scope"),
                    "a waiver for every file would undo the constraint; name a path, a package or a module");
            return Optional.empty();
        }
        return Optional.of(new Cover.Files(scope));
    }

    private Optional<LocalDate> date(Fields fields, String key) {
        return fields.needed(key)
                .flatMap(text -> {
                    try {
                        return Optional.of(LocalDate.parse(text));
                    } catch (DateTimeException _) {
                        faults.error(
                                fields.lineOf(key),
                                "\"%s\" of a waiver is \"%s\", but has to be a day like 2026-12-31"
                                        .formatted(key, Lines.shortened(text, 40)));
                        return Optional.empty();
                    }
                });
    }
}
