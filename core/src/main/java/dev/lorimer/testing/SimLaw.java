package dev.lorimer.testing;

import dev.lorimer.govern.Advice;
import dev.lorimer.govern.Evidence;
import dev.lorimer.govern.Finding;
import dev.lorimer.govern.Place;
import dev.lorimer.govern.Verdict;
import dev.lorimer.govern.decision.Severity;
import dev.lorimer.run.Law;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Two decisions: no file says "evil", and a person is asked about files that say "odd".
record SimLaw(SimFiles files) implements Law {
    @Override
    public String decisions() {
        return "law-1";
    }

    @Override
    public String brief(String task) {
        return "- D-0001#no-evil";
    }

    @Override
    public Verdict gate(String before, String after, Set<String> granted) {
        var findings =
                files.changes(before, after).stream()
                        .flatMap(change -> findings(change.path(), text(after, change.path())))
                        .filter(finding -> !granted.contains(finding.identity()))
                        .toList();
        var evidence = new Evidence(findings, List.of(), decisions(), before, after);
        if (findings.stream().anyMatch(finding -> finding.severity() == Severity.DENY)) {
            return new Verdict.Deny(evidence);
        }
        return findings.isEmpty() ? new Verdict.Allow(evidence) : new Verdict.Escalate(evidence);
    }

    @Override
    public Verdict review(String tree, Set<String> granted) {
        return gate(files.baseTree(), tree, granted);
    }

    private String text(String tree, String path) {
        return files.tree(tree).getOrDefault(path, "");
    }

    private static Stream<Finding> findings(String path, String text) {
        return Stream.of("evil", "odd")
                .filter(text::contains)
                .map(word ->
                        new Finding(
                                new dev.lorimer.govern.Law(
                                        "D-0001#no-" + word,
                                        "No " + word,
                                        word.equals("evil") ? Severity.DENY : Severity.ASK,
                                        false),
                                Finding.Kind.VIOLATION,
                                new Place(path, 1),
                                "it says " + word,
                                new Advice("it harms", "say something else"),
                                "%s:%s:%s".formatted(word, path, text)));
    }
}
