package dev.lorimer.govern;

import dev.lorimer.govern.Finding.Kind;
import dev.lorimer.govern.decision.Constraint;
import dev.lorimer.govern.decision.Decision;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Severity;
import dev.lorimer.govern.decision.Words;
import dev.lorimer.govern.kind.RuleText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A verdict as SARIF 2.1.0, for code scanning. Every constraint in force is a rule, broken or not;
/// every finding is a result whose partial fingerprint is the finding's identity, so that a scanner
/// knows it again after its line has moved. What was let pass is there, suppressed.
///
/// Levels: `error` stands in the way of the change, `warning` is a warning, `note` is information
/// or comes from a decision that is only proposed.
public final class Sarif {
    /// The version is part of the name, so that another way to fingerprint can come beside it.
    static final String FINGERPRINT = "lorimerFinding/v1";

    private final Verdict verdict;
    private final String version;
    private final Map<String, Map<String, Object>> rules = new LinkedHashMap<>();
    private final List<String> order = new ArrayList<>();
    private final Map<String, String> records = new LinkedHashMap<>();

    private Sarif(Verdict verdict, DecisionSet decisions, String version) {
        this.verdict = verdict;
        this.version = version;
        for (var decision : decisions.decisions()) {
            records.put(decision.id(), decision.file());
            for (var constraint : decision.constraints()) {
                records.put(constraint.id(), decision.file());
                add(constraint.id(), rule(decision, constraint));
            }
        }
    }

    /// One line of JSON. Equal input gives equal bytes.
    ///
    /// @param decisions the law that the verdict was given under
    /// @param version of the judge, as in `0.1.0`
    public static String of(Verdict verdict, DecisionSet decisions, String version) {
        return new Sarif(verdict, decisions, version).text();
    }

    private String text() {
        var evidence = verdict.evidence();
        var results = new ArrayList<Map<String, Object>>();
        evidence.findings().forEach(finding -> results.add(result(finding, false)));
        evidence.granted().forEach(finding -> results.add(result(finding, true)));
        var driver =
                Json.object(
                        "name",
                        "Lorimer",
                        "version",
                        version,
                        "semanticVersion",
                        version,
                        "rules",
                        List.copyOf(rules.values()));
        var run =
                Json.object(
                        "tool",
                        Json.object("driver", driver),
                        "automationDetails",
                        Json.object("id", "lorimer/judge/"),
                        "columnKind",
                        "utf16CodeUnits",
                        "results",
                        results,
                        "properties",
                        Json.object(
                                "verdict", verdict.word(),
                                "decisions", evidence.decisions(),
                                "before", evidence.before(),
                                "after", evidence.after()));
        return Json.line(
                Json.object(
                        "$schema",
                        "https://json.schemastore.org/sarif-2.1.0.json",
                        "version",
                        "2.1.0",
                        "runs",
                        List.of(run)));
    }

    private Map<String, Object> result(Finding finding, boolean granted) {
        var index = index(finding);
        var result =
                Json.object(
                        "ruleId", finding.constraint(),
                        "ruleIndex", index,
                        "level", level(finding),
                        "message", Json.object("text", message(finding)));
        location(finding).ifPresent(location -> result.put("locations", List.of(location)));
        result.put("partialFingerprints", Json.object(FINGERPRINT, finding.identity()));
        // An empty list says that the finding counts; without one, nobody would know.
        result.put(
                "suppressions",
                granted
                        ? List.of(
                                Json.object(
                                        "kind",
                                        "external",
                                        "status",
                                        "accepted",
                                        "justification",
                                        "let pass by somebody entitled to, by its identity"))
                        : List.of());
        result.put(
                "properties",
                Json.object(
                        "severity", Words.of(finding.severity()),
                        "incomplete", finding.kind() == Kind.INCOMPLETE,
                        "proposed", finding.law().shadow()));
        return result;
    }

    /// Findings of the judge itself, about records that can't be read, have no constraint; their
    /// rules are made as they come.
    private int index(Finding finding) {
        if (!rules.containsKey(finding.constraint())) {
            add(finding.constraint(), rule(finding));
        }
        return order.indexOf(finding.constraint());
    }

    private void add(String id, Map<String, Object> rule) {
        if (rules.putIfAbsent(id, rule) == null) {
            order.add(id);
        }
    }

    private static Map<String, Object> rule(Decision decision, Constraint constraint) {
        return rule(
                constraint.id(),
                decision.title(),
                RuleText.of(constraint),
                new Advice(decision.why(), RuleText.remedy(constraint)),
                switch (decision.force()) {
                    case BINDING -> level(constraint.terms().severity());
                    case WARNING -> "warning";
                    case SHADOW -> "note";
                    case OFF -> "none";
                });
    }

    private static Map<String, Object> rule(Finding finding) {
        return rule(
                finding.constraint(),
                finding.law().title(),
                finding.law().title(),
                finding.advice(),
                level(finding));
    }

    private static Map<String, Object> rule(
            String id, String title, String text, Advice advice, String level) {
        var help =
                "%s%nWhy: %s%nHow to comply: %s%nIn full: lorimer decisions explain %s"
                        .replace("%n", "\n")
                        .formatted(text, advice.why(), advice.remedy(), id);
        return Json.object(
                "id", id,
                "shortDescription", Json.object("text", said(title, id)),
                "fullDescription", Json.object("text", said(text, id)),
                "help", Json.object("text", help),
                "defaultConfiguration",
                        Json.object("enabled", !level.equals("none"), "level", level));
    }

    /// Texts may not be empty.
    private static String said(String text, String otherwise) {
        return text.isBlank() ? otherwise : text;
    }

    static String level(Finding finding) {
        return finding.law().shadow() ? "note" : level(finding.severity());
    }

    private static String level(Severity severity) {
        return switch (severity) {
            case INFO -> "note";
            case WARN -> "warning";
            case ASK, DENY -> "error";
        };
    }

    /// Scanners show the message alone, so it says what to do as well.
    private static String message(Finding finding) {
        var remedy = finding.advice().remedy();
        return said(finding.message(), finding.constraint())
                + (remedy.isBlank() ? "" : " — " + remedy);
    }

    /// What is about no file is shown at the decision's record; code scanning drops a result
    /// without a place.
    private Optional<Map<String, Object>> location(Finding finding) {
        var file =
                finding.place().file().isEmpty()
                        ? Optional.ofNullable(records.get(finding.constraint()))
                        : Optional.of(finding.place().file());
        return file.map(path ->
                Json.object(
                        "physicalLocation",
                        Json.object(
                                "artifactLocation",
                                Json.object("uri", uri(path), "uriBaseId", "%SRCROOT%"),
                                "region",
                                Json.object("startLine", Math.max(1, finding.place().line())))));
    }

    /// A relative reference: every byte that is no plain letter of a path is escaped.
    static String uri(String path) {
        var out = new StringBuilder();
        for (var octet : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean plain =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || "/-._~".indexOf(c) >= 0;
            if (plain) {
                out.append(c);
            } else {
                out.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return out.toString();
    }
}
