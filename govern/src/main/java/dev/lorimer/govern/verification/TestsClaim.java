package dev.lorimer.govern.verification;

import dev.lorimer.govern.tree.PathGlob;
import java.util.List;

/// No test asks for less than it did.
final class TestsClaim {
    private TestsClaim() {}

    static Claim of(Matter matter) {
        var tally = new Tally("tests");
        var allowed =
                matter.intent().map(intent -> intent.scope().mayWeaken()).orElse(List.of()).stream()
                        .map(PathGlob::of)
                        .toList();
        var found =
                WeakenedTests.in(
                        matter.bench().tree(matter.base()), matter.bench().tree(matter.tree()));
        for (var one : found) {
            var said = "%s %s".formatted(one.place(), one.what());
            if (allowed.stream().anyMatch(glob -> glob.matches(one.place().file()))) {
                tally.waived(said + " (the intent allows it)");
            } else if (one.certain()) {
                tally.fails(said);
            } else {
                tally.open(said);
            }
        }
        return tally.claim("no test is deleted, disabled or stripped");
    }
}
