package dev.lorimer.govern.kind;

import com.google.re2j.Pattern;
import dev.lorimer.govern.decision.Rule;
import dev.lorimer.govern.decision.Rule.Setting;
import dev.lorimer.govern.decision.Star;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Looks at the values of configuration files, at the heads of files, and for secrets.
final class ContentCheck {
    /// 30 lines hold every licence header in use, even below a long first comment.
    private static final int HEAD_LINES = 30;

    /// Forms that nothing but a secret has: keys with the prefixes that their issuers gave them.
    private static final List<Pattern> SECRETS =
            List.of(
                    Pattern.compile("-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----"),
                    Pattern.compile("\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b"),
                    Pattern.compile("\\bgh[pousr]_[A-Za-z0-9]{36,}\\b"),
                    Pattern.compile("\\bgithub_pat_[A-Za-z0-9_]{50,}\\b"),
                    Pattern.compile("\\bglpat-[A-Za-z0-9_-]{20,}"),
                    Pattern.compile("\\bxox[abprs]-[A-Za-z0-9-]{20,}"),
                    Pattern.compile("\\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{32,}"),
                    Pattern.compile("\\bAIza[0-9A-Za-z_-]{35}\\b"));

    private final Rule.Content rule;

    ContentCheck(Rule.Content rule) {
        this.rule = rule;
    }

    /// Whether the rule has anything to say about a file of this name.
    static boolean isAbout(Rule.Content rule, String path) {
        boolean head = rule.required().stream().anyMatch(Setting.Header.class::isInstance);
        return rule.secrets() || head || ConfigFile.isOne(path);
    }

    Sighting look(Side side, String path) {
        var text = side.text(path);
        if (text.isEmpty()) {
            return Sighting.nothing();
        }
        var found = new ArrayList<Violation>();
        var gaps = new ArrayList<Gap>();
        if (rule.secrets()) {
            secrets(path, text.get(), found);
        }
        heads(path, text.get(), found);
        boolean keyed =
                rule.forbidden().size() > 0
                        || rule.required().stream().anyMatch(Setting.Value.class::isInstance);
        if (keyed && ConfigFile.isOne(path)) {
            switch (ConfigFile.read(path, text.get())) {
                case ConfigFile.Read.Broken broken ->
                        gaps.add(
                                new Gap(
                                        path,
                                        broken.line(),
                                        "\"%s\" can't be read (%s); mend it"
                                                .formatted(path, broken.why())));
                case ConfigFile.Read.Values values -> values(path, values.values(), found);
            }
        }
        return new Sighting(found, gaps);
    }

    private static void secrets(String path, String text, List<Violation> found) {
        int number = 0;
        for (var line : text.lines().toList()) {
            number++;
            for (var pattern : SECRETS) {
                if (pattern.matcher(line).find()) {
                    // The secret itself stays out of findings, which are stored and sent.
                    var hash = new dev.lorimer.govern.tree.Sha256().add(line.strip()).hex();
                    found.add(
                            new Violation(
                                    path,
                                    number,
                                    path,
                                    "secret",
                                    hash.substring(0, 16),
                                    "this line looks like a secret of the form %s"
                                            .formatted(pattern)));
                }
            }
        }
    }

    private void heads(String path, String text, List<Violation> found) {
        var head = text.lines().limit(HEAD_LINES).collect(Collectors.joining("\n"));
        for (var setting : rule.required()) {
            if (setting instanceof Setting.Header header && !header.text().isIn(head)) {
                found.add(
                        new Violation(
                                path,
                                1,
                                path,
                                header.text().toString(),
                                "header",
                                "\"%s\" does not begin with text like %s"
                                        .formatted(path, header.text())));
            }
        }
    }

    private void values(String path, List<ConfigFile.Value> values, List<Violation> found) {
        for (var setting : rule.forbidden()) {
            if (setting instanceof Setting.Value wanted) {
                values.stream()
                        .filter(one -> isKey(wanted, one) && isValue(wanted, one))
                        .forEach(one ->
                                found.add(
                                        violation(
                                                path,
                                                one,
                                                "forbidden",
                                                "%s sets %s to \"%s\""
                                                        .formatted(path, one.key(), one.text()))));
            }
        }
        for (var setting : rule.required()) {
            if (setting instanceof Setting.Value wanted) {
                required(path, wanted, values, found);
            }
        }
    }

    private static void required(
            String path,
            Setting.Value wanted,
            List<ConfigFile.Value> values,
            List<Violation> found) {
        var given = values.stream().filter(one -> isKey(wanted, one)).toList();
        if (given.isEmpty()) {
            found.add(
                    new Violation(
                            path,
                            0,
                            path,
                            wanted.key(),
                            "absent",
                            "%s does not set %s".formatted(path, wanted.key())));
        }
        given.stream()
                .filter(one -> !isValue(wanted, one))
                .forEach(one ->
                        found.add(
                                violation(
                                        path,
                                        one,
                                        "other value",
                                        "%s sets %s to \"%s\", which is not what it has to be"
                                                .formatted(path, one.key(), one.text()))));
    }

    private static boolean isKey(Setting.Value wanted, ConfigFile.Value one) {
        return Star.matches(wanted.key(), one.key());
    }

    private static boolean isValue(Setting.Value wanted, ConfigFile.Value one) {
        return wanted.value().map(regex -> regex.isIn(one.text())).orElse(true);
    }

    private static Violation violation(
            String path, ConfigFile.Value value, String how, String message) {
        return new Violation(
                path, value.line(), path, value.key(), how + " " + value.text(), message);
    }
}
