package dev.lorimer.govern.decision;

import com.google.re2j.Pattern;
import dev.lorimer.govern.decision.Rule.ApiChange;
import dev.lorimer.govern.decision.Rule.Baseline;
import dev.lorimer.govern.decision.Rule.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads the kinds whose keys are few: baselines of interfaces, contents, programs.
final class PlainReader {
    private static final Pattern COORDINATES =
            Pattern.compile("[A-Za-z0-9._-]+:[A-Za-z0-9._-]+:[A-Za-z0-9._+-]+");

    private final Fields fields;

    PlainReader(Fields fields) {
        this.fields = fields;
    }

    Optional<Rule> apiCompat() {
        fields.present("baseline");
        var allowed =
                fields.mapping("allow", "\"allow\"", List.of("change"))
                        .map(inner ->
                                inner.each(
                                        "change",
                                        text -> Words.read("change", text, ApiChange.class)))
                        .orElse(List.of());
        return fields.mapping("baseline", "\"baseline\"", List.of("artifact", "path"))
                .flatMap(this::baseline)
                .map(baseline -> new Rule.ApiCompat(baseline, Set.copyOf(allowed)));
    }

    private Optional<Baseline> baseline(Fields inner) {
        if (inner.has("artifact") == inner.has("path")) {
            fields.faults()
                    .error(inner.line(), "\"baseline\" needs exactly one of: artifact, path");
            return Optional.empty();
        }
        return inner.has("path")
                ? inner.text("path").map(Baseline.Archive::new)
                : inner.each("artifact", PlainReader::coordinates).stream()
                        .findFirst()
                        .map(Baseline.Artifact::new);
    }

    private static String coordinates(String text) {
        if (!COORDINATES.matches(text)) {
            throw new IllegalArgumentException(
                    "artifact \"%s\" is not of the form group:artifact:version"
                            .formatted(Lines.shortened(text, 80)));
        }
        return text;
    }

    Optional<Rule> content() {
        var forbidden = new ArrayList<Setting>();
        var required = new ArrayList<Setting>();
        boolean secrets = false;
        var forbid = fields.mapping("forbid", "\"forbid\"", List.of("key", "value", "secrets"));
        if (forbid.isPresent()) {
            secrets = forbid.get().flag("secrets", false);
            settings(forbid.get(), forbidden);
        }
        var require = fields.mapping("require", "\"require\"", List.of("key", "value", "header"));
        if (require.isPresent()) {
            settings(require.get(), required);
            require.get()
                    .each("header", Regex::of)
                    .forEach(regex -> required.add(new Setting.Header(regex)));
        }
        if (forbidden.isEmpty() && required.isEmpty() && !secrets) {
            fields.faults()
                    .error(
                            fields.line(),
                            "a content constraint needs \"forbid\" with key or secrets, or \"require\" with key or header");
            return Optional.empty();
        }
        return Optional.of(
                new Rule.Content(List.copyOf(forbidden), List.copyOf(required), secrets));
    }

    private static void settings(Fields inner, List<Setting> found) {
        var value = inner.each("value", Regex::of).stream().findFirst();
        if (value.isPresent()) {
            inner.present("key");
        }
        inner.texts("key").forEach(key -> found.add(new Setting.Value(key, value)));
    }

    Optional<Rule> check() {
        fields.present("command");
        var command = fields.texts("command");
        return command.isEmpty() ? Optional.empty() : Optional.of(new Rule.Check(command));
    }
}
