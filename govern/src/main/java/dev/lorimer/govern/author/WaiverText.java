package dev.lorimer.govern.author;

import dev.lorimer.govern.decision.Decision;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.tree.Tree;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.io.JsonStringEncoder;

/// A waiver as YAML, and the file that it goes to.
final class WaiverText {
    private WaiverText() {}

    static String of(String constraint, Grant grant) {
        var covers =
                grant.fingerprints().isEmpty()
                        ? "scope: { path: %s }".formatted(list(grant.paths()))
                        : "fingerprint: " + list(grant.fingerprints());
        return """
        constraint: %s
        %s
        owner: %s
        reason: %s
        ticket: %s
        grantedBy: %s
        grantedAt: %s
        expires: %s
        """
                .formatted(
                        quoted(constraint),
                        covers,
                        quoted(grant.parties().owner()),
                        quoted(grant.parties().reason()),
                        quoted(grant.parties().ticket()),
                        quoted(grant.parties().grantedBy()),
                        grant.granted(),
                        grant.expires());
    }

    /// A free name, after the constraint and the last day.
    static String path(Tree tree, Decision decision, String constraint, Grant grant) {
        var root =
                DecisionSet.folders().stream()
                        .filter(decision.file()::startsWith)
                        .findFirst()
                        .orElseThrow();
        var stem =
                root
                        + "waivers/"
                        + constraint.replace('#', '-').replace(' ', '-')
                        + "-"
                        + grant.expires();
        var path = stem + ".yaml";
        for (int i = 2; tree.files().containsKey(path); i++) {
            path = stem + "-" + i + ".yaml";
        }
        return path;
    }

    private static String list(List<String> texts) {
        return texts.size() == 1
                ? quoted(texts.getFirst())
                : texts.stream()
                        .map(WaiverText::quoted)
                        .collect(Collectors.joining(", ", "[", "]"));
    }

    /// In double quotes with JSON's escapes, all of which YAML has too.
    static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + '"';
    }
}
