package dev.lorimer.govern;

import dev.lorimer.govern.Finding.Kind;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Force;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A verdict as JUnit XML, as build servers read it: every decision is a class, every constraint in
/// force a test. A test fails for what stands in the way, is an error where a rule could not be
/// decided, and is skipped where its findings were let pass or its decision is only proposed.
public final class JUnitXml {
    private final Verdict verdict;
    private final Map<String, List<Finding>> cases = new LinkedHashMap<>();
    private final Map<String, List<Finding>> granted = new LinkedHashMap<>();

    private JUnitXml(Verdict verdict, DecisionSet decisions) {
        this.verdict = verdict;
        for (var decision : decisions.decisions()) {
            if (decision.force() != Force.OFF) {
                decision.constraints()
                        .forEach(constraint -> cases.put(constraint.id(), new ArrayList<>()));
            }
        }
        verdict.evidence()
                .findings()
                .forEach(finding ->
                        cases.computeIfAbsent(finding.constraint(), _ -> new ArrayList<>())
                                .add(finding));
        verdict.evidence()
                .granted()
                .forEach(finding -> {
                    cases.computeIfAbsent(finding.constraint(), _ -> new ArrayList<>());
                    granted.computeIfAbsent(finding.constraint(), _ -> new ArrayList<>())
                            .add(finding);
                });
    }

    /// The document. It holds no time, so equal input gives equal bytes.
    ///
    /// @param decisions the law that the verdict was given under
    public static String of(Verdict verdict, DecisionSet decisions) {
        return new JUnitXml(verdict, decisions).text();
    }

    private String text() {
        var body = new StringBuilder();
        int failures = 0;
        int errors = 0;
        int skipped = 0;
        for (var one : cases.entrySet()) {
            var inner = inner(one.getKey(), one.getValue());
            failures += inner.startsWith("    <failure") ? 1 : 0;
            errors += inner.startsWith("    <error") ? 1 : 0;
            skipped += inner.startsWith("    <skipped") ? 1 : 0;
            body.append(
                    "  <testcase classname=\"%s\" name=\"%s\" time=\"0\">\n%s  </testcase>\n"
                            .formatted(
                                    attribute(group(one.getKey())),
                                    attribute(one.getKey()),
                                    inner));
        }
        return """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuite name="lorimer judge" tests="%d" failures="%d" errors="%d" skipped="%d" time="0">
          <properties>
            <property name="verdict" value="%s"/>
            <property name="decisions" value="%s"/>
            <property name="before" value="%s"/>
            <property name="after" value="%s"/>
          </properties>
        %s</testsuite>
        """
                .formatted(
                        cases.size(),
                        failures,
                        errors,
                        skipped,
                        verdict.word(),
                        attribute(verdict.evidence().decisions()),
                        attribute(verdict.evidence().before()),
                        attribute(verdict.evidence().after()),
                        body);
    }

    private static String group(String constraint) {
        int hash = constraint.indexOf('#');
        return hash < 0 ? constraint : constraint.substring(0, hash);
    }

    private String inner(String constraint, List<Finding> findings) {
        var blocking = findings.stream().filter(Finding::blocks).toList();
        if (!blocking.isEmpty()) {
            boolean undecided = blocking.stream().allMatch(f -> f.kind() == Kind.INCOMPLETE);
            var name = undecided ? "error" : "failure";
            return "    <%s type=\"%s\" message=\"%s\">%s</%s>\n"
                    .formatted(
                            name,
                            attribute(constraint),
                            attribute(first(blocking).message()),
                            escaped(all(findings)),
                            name);
        }
        var passed = granted.getOrDefault(constraint, List.of());
        if (!passed.isEmpty()) {
            return "    <skipped message=\"%s\"/>\n"
                    .formatted(attribute("let pass: " + first(passed).message()));
        }
        boolean proposed = findings.stream().anyMatch(finding -> finding.law().shadow());
        if (proposed) {
            return "    <skipped message=\"%s\"/>\n"
                    .formatted(attribute("only proposed: " + first(findings).message()));
        }
        return findings.isEmpty()
                ? ""
                : "    <system-out>%s</system-out>\n".formatted(escaped(all(findings)));
    }

    private static Finding first(List<Finding> findings) {
        return findings.stream().min(Comparator.naturalOrder()).orElseThrow();
    }

    private static String all(List<Finding> findings) {
        var out = new StringBuilder();
        for (var finding : findings) {
            out.append(
                    "%s: %s\n  why: %s\n  fix: %s\n  id: %s\n"
                            .formatted(
                                    finding.place(),
                                    finding.message(),
                                    finding.advice().why(),
                                    finding.advice().remedy(),
                                    finding.identity()));
        }
        return out.toString();
    }

    static String attribute(String text) {
        return escaped(text).replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;");
    }

    /// XML 1.0 can't hold most control characters, nor halves of pairs, in any spelling.
    static String escaped(String text) {
        var out = new StringBuilder();
        text.codePoints()
                .forEach(c -> {
                    switch (c) {
                        case '&' -> out.append("&amp;");
                        case '<' -> out.append("&lt;");
                        case '>' -> out.append("&gt;");
                        case '"' -> out.append("&quot;");
                        default -> out.appendCodePoint(isText(c) ? c : 0xFFFD);
                    }
                });
        return out.toString();
    }

    private static boolean isText(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || c >= 0x10000;
    }
}
