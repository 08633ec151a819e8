package dev.lorimer.govern.verification;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Two texts, line by line, whatever the order of the lines.
///
/// @param removed how many lines of the old one the new one lacks
/// @param added lines that only the new one has, without surrounding white space
record TextComparison(int removed, List<String> added) {
    /// Words by which the common test frameworks leave a test out, or end it early.
    private static final List<String> BRAKES =
            List.of(
                    "skip",
                    "ignore",
                    "disable",
                    "xfail",
                    "pending",
                    "todo",
                    "only(",
                    ".only",
                    "xit(",
                    "xdescribe",
                    "fit(",
                    "fdescribe",
                    "return",
                    "exit",
                    "assume",
                    "abort",
                    "importorskip",
                    "pass",
                    "t.log",
                    "|| true");

    private static final List<String> SETTINGS =
            List.of(
                    "skiptests",
                    "skipits",
                    "maven.test.skip",
                    "testfailureignore",
                    "ignorefailures",
                    "excludedgroups",
                    "excludetags",
                    "excludetestsmatching",
                    "<exclude",
                    "--ignore",
                    "--deselect",
                    "collect_ignore",
                    "testpathignorepatterns",
                    "passwithnotests",
                    "conditions.deactivate",
                    "failifnotests",
                    "failifnospecifiedtests",
                    "enabled = false",
                    "enabled=false",
                    "|| true");

    static TextComparison of(String old, String now) {
        Map<String, Integer> left = new HashMap<>();
        old.lines().map(String::strip).forEach(line -> left.merge(line, 1, Integer::sum));
        left.remove("");
        var added = new ArrayList<String>();
        now.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .forEach(line -> {
                    int count = left.getOrDefault(line, 0);
                    if (count == 0) {
                        added.add(line);
                    } else {
                        left.put(line, count - 1);
                    }
                });
        int removed = left.values().stream().mapToInt(Integer::intValue).sum();
        return new TextComparison(removed, List.copyOf(added));
    }

    /// The first new line that may keep a test from running.
    Optional<String> braking() {
        return holding(BRAKES).findFirst();
    }

    /// New lines that tell a build to leave tests out.
    List<String> skipping() {
        return holding(SETTINGS).toList();
    }

    private java.util.stream.Stream<String> holding(List<String> words) {
        return added.stream()
                .filter(line -> {
                    var small = line.toLowerCase(Locale.ROOT);
                    return words.stream().anyMatch(small::contains);
                });
    }
}
