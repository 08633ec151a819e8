package dev.lorimer.govern.build;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A version catalogue of Gradle: short names for libraries.
final class Catalogue {
    private final Libraries.Notes notes = new Libraries.Notes();
    private final Map<String, String> modules = new HashMap<>();
    private final Map<String, List<String>> bundles = new HashMap<>();
    private final Map<String, String> plugins = new HashMap<>();

    static Catalogue of(String text) {
        var catalogue = new Catalogue();
        for (var entry : Toml.entries(text)) {
            switch (entry.table()) {
                case "libraries" -> catalogue.library(entry);
                case "bundles" -> catalogue.bundles.put(accessor(entry.key()), entry.texts());
                case "plugins" -> catalogue.plugin(entry);
                default -> {}
            }
        }
        return catalogue;
    }

    /// A short name as build scripts write it: dots for all marks.
    static String accessor(String alias) {
        return alias.replace('-', '.').replace('_', '.');
    }

    private void library(Toml.Entry entry) {
        // `alias.module = "…"` names a field of the table on a line of its own.
        var alias = entry.key().replaceFirst("\\.(module|version|group|name)$", "");
        var value = entry.value();
        var module = Toml.field(value, "module");
        if (module.isEmpty() && !Toml.field(value, "name").isEmpty()) {
            module = Toml.field(value, "group") + ":" + Toml.field(value, "name");
        }
        if (module.isEmpty()
                && !entry.texts().isEmpty()
                && value.stripLeading().matches("(?s)[\"'].*")) {
            module = entry.texts().getFirst();
        }
        var parts = module.split(":", -1);
        if (parts.length >= 2) {
            modules.put(accessor(alias), parts[0] + ":" + parts[1]);
            notes.artifact(parts[0], parts[1], "catalogue entry", entry.line());
        } else if (!entry.key().contains(".")) {
            notes.doubt("\"%s\" names no module that can be read".formatted(alias), entry.line());
        }
    }

    private void plugin(Toml.Entry entry) {
        var id = Toml.field(entry.value(), "id");
        if (id.isEmpty() && !entry.texts().isEmpty()) {
            id = entry.texts().getFirst().split(":", -1)[0];
        }
        if (!id.isEmpty()) {
            plugins.put(accessor(entry.key()), id);
            notes.artifact(id, id + ".gradle.plugin", "plugin", entry.line());
        }
    }

    Libraries libraries() {
        return notes.libraries();
    }

    /// The modules behind `a.b.c`, or behind `bundles.a`; empty when there is no such name.
    Optional<List<String>> modules(String accessor) {
        if (accessor.startsWith("bundles.")) {
            return Optional.ofNullable(bundles.get(accessor.substring("bundles.".length())))
                    .map(names -> {
                        var all = new ArrayList<String>();
                        names.forEach(name ->
                                Optional.ofNullable(modules.get(accessor(name)))
                                        .ifPresent(all::add));
                        return all;
                    });
        }
        if (accessor.startsWith("plugins.")) {
            return Optional.ofNullable(plugins.get(accessor.substring("plugins.".length())))
                    .map(id -> List.of(id + ":" + id + ".gradle.plugin"));
        }
        return Optional.ofNullable(modules.get(accessor)).map(List::of);
    }
}
