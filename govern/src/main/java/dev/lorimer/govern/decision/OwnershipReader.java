package dev.lorimer.govern.decision;

import dev.lorimer.govern.decision.Rule.Access;
import dev.lorimer.govern.decision.Rule.Asks;
import dev.lorimer.govern.decision.Rule.Holding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads who owns which tables.
final class OwnershipReader {
    private final Fields fields;

    OwnershipReader(Fields fields) {
        this.fields = fields;
    }

    Optional<Rule> ownership() {
        fields.present("map");
        fields.present("forbid");
        var holdings = holdings();
        var forbid = fields.mapping("forbid", "\"forbid\"", List.of("access", "in"));
        forbid.ifPresent(inner -> {
            inner.present("access");
            inner.each("access", OwnershipReader::access);
        });
        var accesses =
                forbid.map(inner -> inner.each("in", text -> Words.read("in", text, Access.class)))
                        .filter(found -> !found.isEmpty())
                        .orElse(List.of(Access.values()));
        var unknown =
                fields.has("unknownTable")
                        ? fields.word("unknownTable", Severity.class)
                        : Optional.<Severity>empty();
        return holdings.isEmpty() || forbid.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Rule.Ownership(holdings, Set.copyOf(accesses), unknown, Asks.FOREIGN));
    }

    private List<Holding> holdings() {
        var holdings = new ArrayList<Holding>();
        Map<String, String> owners = new HashMap<>();
        fields.named("map", "\"map\"")
                .ifPresent(map -> {
                    for (var entry : map.entries()) {
                        map.mapping(
                                        entry.key(),
                                        "\"" + entry.key() + "\"",
                                        List.of("module", "tables"))
                                .ifPresent(one -> holding(entry, one, holdings, owners));
                    }
                });
        return List.copyOf(holdings);
    }

    private void holding(
            Yaml.Entry entry, Fields one, List<Holding> holdings, Map<String, String> owners) {
        one.present("tables");
        var module = one.needed("module");
        var tables = one.texts("tables");
        for (var table : tables) {
            var other = owners.putIfAbsent(table.toLowerCase(Locale.ROOT), entry.key());
            if (other != null) {
                fields.faults()
                        .error(
                                one.lineOf("tables"),
                                "table \"%s\" is owned by %s and by %s; leave it to one of them"
                                        .formatted(table, other, entry.key()));
            }
        }
        module.ifPresent(folder ->
                holdings.add(new Holding(entry.key(), ScopeReader.module(folder), tables)));
    }

    private static String access(String text) {
        if (!text.equals("foreign-table")) {
            throw new IllegalArgumentException(
                    "unknown word \"%s\" for \"access\"; known words: foreign-table"
                            .formatted(text));
        }
        return text;
    }
}
