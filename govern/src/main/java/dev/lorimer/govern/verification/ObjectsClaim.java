package dev.lorimer.govern.verification;

import dev.lorimer.govern.git.ObjectAudit;
import java.util.LinkedHashSet;
import java.util.List;

/// The repository holds the trees that the journal names, and every byte of the first and of the
/// last is what its name says.
final class ObjectsClaim {
    private ObjectsClaim() {}

    static Claim of(Matter matter) {
        var tally = new Tally("trees");
        var named = new LinkedHashSet<String>();
        matter.history().of("settled").forEach(event -> named.add(event.text("tree")));
        matter.history().of("reviewed").forEach(event -> named.add(event.text("tree")));
        matter.history().of("verified").forEach(event -> named.add(event.text("tree")));
        var git = matter.bench().git();
        for (var tree : named) {
            if (git.tryRun("cat-file", "-e", tree + "^{tree}").exit() != 0) {
                tally.open("the repository does not hold tree \"%s\"".formatted(tree));
            }
        }
        long read = 0;
        for (var tree : new LinkedHashSet<>(List.of(matter.base(), matter.tree()))) {
            var audit = ObjectAudit.of(git, tree);
            audit.damaged().forEach(tally::fails);
            read = Math.max(read, audit.objects());
        }
        return tally.claim(
                "%s trees are there; %s objects of the result hash to their names"
                        .formatted(named.size() + 1, read));
    }
}
