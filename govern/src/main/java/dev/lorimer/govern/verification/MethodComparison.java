package dev.lorimer.govern.verification;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Holds a test against what it was before.
final class MethodComparison {
    private MethodComparison() {}

    /// In words, what the new one no longer asks; empty when it asks as much.
    static List<String> lost(TestMethod old, TestMethod now) {
        var lost = new ArrayList<String>();
        var what =
                switch (old.role()) {
                    case TEST -> "test \"%s\"".formatted(old.plainName());
                    case FIXTURE -> "\"%s\", which runs around tests,".formatted(old.plainName());
                    case OTHER -> "\"%s\", which tests call,".formatted(old.plainName());
                };
        if (old.isTest() && !now.isTest()) {
            lost.add(what + " is no longer run: nothing marks it as a test");
        }
        var brakes = new TreeSet<>(now.brakes());
        brakes.removeAll(old.brakes());
        if (!brakes.isEmpty()) {
            lost.add("%s is disabled by %s".formatted(what, String.join(", ", brakes)));
        }
        if (now.ways().cases() < old.ways().cases()) {
            lost.add(
                    "%s is run for %s cases, before for %s"
                            .formatted(what, now.ways().cases(), old.ways().cases()));
        }
        if (now.ways().assumptions() > old.ways().assumptions()) {
            lost.add(what + " has a new assumption, under which it counts as not run");
        }
        if (now.ways().exits() > old.ways().exits() && old.counting() > 0) {
            lost.add(what + " has a new return before its end");
        }
        checks(old, now, what, lost);
        return lost;
    }

    private static void checks(TestMethod old, TestMethod now, String what, List<String> lost) {
        if (now.counting() < old.counting()) {
            lost.add(
                    "%s makes %s that can fail, before %s"
                            .formatted(what, assertions(now.counting()), old.counting()));
        } else if (now.unguarded() < old.unguarded()) {
            lost.add(what + " makes an assertion only under a condition now");
        } else if (now.strong() < old.strong()) {
            lost.add(what + " makes an assertion that asks for less than the one before");
        }
        boolean surrenders =
                now.checks().stream().anyMatch(MethodComparison::isExpected)
                        && old.checks().stream().noneMatch(MethodComparison::isExpected)
                        && old.counting() > 0;
        if (surrenders) {
            lost.add(what + " now passes when an exception is thrown");
        }
    }

    private static boolean isExpected(Check check) {
        return check.text().startsWith("expected ");
    }

    private static String assertions(long count) {
        return count == 1 ? "1 assertion" : count + " assertions";
    }
}
