package dev.lorimer.app;

import dev.lorimer.govern.Annotations;
import dev.lorimer.govern.JUnitXml;
import dev.lorimer.govern.Report;
import dev.lorimer.govern.Sarif;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// The forms in which a verdict can be had.
enum Format {
    /// For people.
    TEXT,
    /// Everything, for programs.
    JSON,
    /// SARIF 2.1.0, for code scanning.
    SARIF,
    /// Workflow commands of GitHub Actions.
    GITHUB,
    /// JUnit XML, for build servers.
    JUNIT;

    static Format of(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        Failure.usage("format \"%s\" is not known; take one of %s", word, words()));
    }

    static String words() {
        return Arrays.stream(values()).map(Format::word).collect(Collectors.joining(", "));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String write(Judging.Ruling ruling) {
        var verdict = ruling.verdict();
        return switch (this) {
            case TEXT -> Report.text(verdict);
            case JSON -> Report.json(verdict);
            case SARIF -> Sarif.of(verdict, ruling.law(), Main.VERSION);
            case GITHUB -> Annotations.of(verdict);
            case JUNIT -> JUnitXml.of(verdict, ruling.law());
        };
    }
}
