package dev.lorimer.govern;

import dev.lorimer.govern.Finding.Kind;
import dev.lorimer.govern.decision.Words;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Says a verdict.
final class VerdictReport {
    /// So many findings of one constraint in one file are written out as text; JSON has all.
    private static final int SHOWN_PER_FILE = 10;

    private VerdictReport() {}

    static String text(Verdict verdict) {
        var evidence = verdict.evidence();
        var out = new StringBuilder(headline(verdict)).append('\n');
        Map<String, Integer> shown = new HashMap<>();
        for (var finding : evidence.findings()) {
            int count =
                    shown.merge(
                            finding.constraint() + "\n" + finding.place().file(), 1, Integer::sum);
            if (count <= SHOWN_PER_FILE) {
                finding(out, finding);
            } else if (count == SHOWN_PER_FILE + 1) {
                out.append(
                        "  … and more of %s in %s\n"
                                .formatted(finding.constraint(), finding.place().file()));
            }
        }
        evidence.granted()
                .forEach(finding ->
                        out.append(
                                "granted %s %s\n"
                                        .formatted(finding.constraint(), finding.place())));
        evidence.waived().forEach(one -> waived(out, one));
        out.append(
                "decisions %s, change %s to %s\n"
                        .formatted(
                                shortHash(evidence.decisions()),
                                shortHash(evidence.before()),
                                shortHash(evidence.after())));
        return out.toString();
    }

    private static void waived(StringBuilder out, Waived one) {
        var waiver = one.waiver();
        out.append("waived %s %s\n".formatted(one.finding().constraint(), one.finding().place()));
        line(out, "what", one.finding().message());
        line(
                out,
                "by",
                "%s until %s, ticket %s, owner %s (%s)"
                        .formatted(
                                waiver.grant().grantedBy(),
                                waiver.validity().expires(),
                                waiver.grant().ticket(),
                                waiver.grant().owner(),
                                waiver.origin()));
    }

    private static String headline(Verdict verdict) {
        int waived = verdict.evidence().waived().size();
        return decided(verdict) + (waived == 0 ? "" : "; %s waived".formatted(waived));
    }

    private static String decided(Verdict verdict) {
        var findings = verdict.evidence().findings();
        long blocking = findings.stream().filter(Finding::blocks).count();
        var rest =
                findings.size() - blocking == 0
                        ? ""
                        : ", %s more to know".formatted(findings.size() - blocking);
        return switch (verdict) {
            case Verdict.Allow _ ->
                    findings.isEmpty()
                            ? "allowed"
                            : "allowed, %s findings to know".formatted(findings.size());
            case Verdict.Deny _ -> "denied: %s findings in the way%s".formatted(blocking, rest);
            case Verdict.Escalate _ ->
                    "a person has to decide: %s findings in the way%s".formatted(blocking, rest);
        };
    }

    private static void finding(StringBuilder out, Finding finding) {
        var undecided = finding.kind() == Kind.INCOMPLETE ? " (undecided)" : "";
        var shadow = finding.law().shadow() ? " (proposed only)" : "";
        out.append(
                "%s %s %s%s%s\n"
                        .formatted(
                                Words.of(finding.severity()),
                                finding.constraint(),
                                finding.place(),
                                undecided,
                                shadow));
        line(out, "what", finding.message());
        line(out, "why", finding.advice().why());
        line(out, "fix", finding.advice().remedy());
        line(out, "id", finding.identity());
    }

    private static void line(StringBuilder out, String label, String text) {
        if (!text.isEmpty()) {
            out.append("  %-5s%s\n".formatted(label + ":", " " + text));
        }
    }

    static String json(Verdict verdict) {
        var evidence = verdict.evidence();
        return Json.line(
                Json.object(
                        "verdict", verdict.word(),
                        "findings", findings(evidence.findings()),
                        "granted", findings(evidence.granted()),
                        "waived", evidence.waived().stream().map(VerdictReport::waived).toList(),
                        "decisions", evidence.decisions(),
                        "before", evidence.before(),
                        "after", evidence.after()));
    }

    private static Map<String, Object> waived(Waived one) {
        var waiver = one.waiver();
        var all = new LinkedHashMap<>(finding(one.finding()));
        all.put(
                "waiver",
                Json.object(
                        "owner", waiver.grant().owner(),
                        "reason", waiver.grant().reason(),
                        "ticket", waiver.grant().ticket(),
                        "grantedBy", waiver.grant().grantedBy(),
                        "grantedAt", waiver.validity().grantedAt().toString(),
                        "expires", waiver.validity().expires().toString(),
                        "file", waiver.origin().file(),
                        "line", waiver.origin().line()));
        return all;
    }

    private static List<Map<String, Object>> findings(List<Finding> findings) {
        return findings.stream().map(VerdictReport::finding).toList();
    }

    private static Map<String, Object> finding(Finding finding) {
        return Json.object(
                "constraint", finding.constraint(),
                "title", finding.law().title(),
                "severity", Words.of(finding.severity()),
                "incomplete", finding.kind() == Kind.INCOMPLETE,
                "shadow", finding.law().shadow(),
                "file", finding.place().file(),
                "line", finding.place().line(),
                "message", finding.message(),
                "why", finding.advice().why(),
                "remedy", finding.advice().remedy(),
                "identity", finding.identity());
    }

    private static String shortHash(String hash) {
        return hash.length() <= 12 ? hash : hash.substring(0, 12);
    }
}
