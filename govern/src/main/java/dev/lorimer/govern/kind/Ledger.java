package dev.lorimer.govern.kind;

import dev.lorimer.govern.tree.Sha256;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Gives violations their identities, and tells those that a change brought from those that were
/// there.
final class Ledger {
    /// 32 hexadecimal digits are 128 bits: nobody finds a second finding with the identity of a
    /// granted one.
    private static final int IDENTITY_DIGITS = 32;

    private static final Comparator<Violation> ORDER =
            Comparator.comparing(Violation::file)
                    .thenComparingInt(Violation::line)
                    .thenComparing(Violation::message);

    private final String constraint;
    private final Docket docket;
    private final Map<String, Set<Integer>> newLines = new HashMap<>();

    Ledger(String constraint, Docket docket) {
        this.constraint = constraint;
        this.docket = docket;
    }

    /// What makes two violations the same, but for how often it occurs.
    private record Key(String subject, String target, String snippet) {
        static Key of(Violation violation) {
            return new Key(violation.subject(), violation.target(), violation.snippet());
        }
    }

    /// Every violation counts.
    List<Charge> all(List<Violation> violations) {
        return introduced(violations, List.of());
    }

    /// Those violations count of which there are more than before; where the same occurs several
    /// times in one subject, those on new lines are taken for the new ones.
    List<Charge> introduced(List<Violation> now, List<Violation> old) {
        Map<Key, Integer> known = new HashMap<>();
        old.forEach(violation -> known.merge(Key.of(violation), 1, Integer::sum));
        Map<Key, List<Violation>> byKey = new LinkedHashMap<>();
        now.stream()
                .sorted(ORDER)
                .forEach(violation ->
                        byKey.computeIfAbsent(Key.of(violation), _ -> new ArrayList<>())
                                .add(violation));
        var charges = new ArrayList<Charge>();
        byKey.forEach((key, occurrences) -> {
            int before = known.getOrDefault(key, 0);
            var latest = before == 0 ? occurrences : newestLast(occurrences);
            for (int ordinal = before; ordinal < latest.size(); ordinal++) {
                charges.add(new Charge(latest.get(ordinal), identity(key, ordinal)));
            }
        });
        return charges;
    }

    private String identity(Key key, int ordinal) {
        return new Sha256()
                .add(constraint)
                .add(key.subject())
                .add(key.target())
                .add(key.snippet())
                .add(String.valueOf(ordinal))
                .hex()
                .substring(0, IDENTITY_DIGITS);
    }

    private List<Violation> newestLast(List<Violation> occurrences) {
        var sorted = new ArrayList<>(occurrences);
        sorted.sort(Comparator.comparing(this::isOnNewLine));
        return sorted;
    }

    private boolean isOnNewLine(Violation violation) {
        return newLines.computeIfAbsent(violation.file(), this::newLines)
                .contains(violation.line());
    }

    /// The numbers of the lines that the file did not hold before, or not as often.
    private Set<Integer> newLines(String path) {
        var origin = docket.change().origin(path);
        Map<String, Integer> old = new HashMap<>();
        origin.flatMap(from -> docket.before().text(from))
                .ifPresent(text ->
                        text.lines().forEach(line -> old.merge(line.strip(), 1, Integer::sum)));
        var fresh = new HashSet<Integer>();
        int number = 0;
        for (var line : docket.after().text(path).orElse("").lines().toList()) {
            number++;
            int left = old.getOrDefault(line.strip(), 0);
            old.put(line.strip(), left - 1);
            if (left <= 0) {
                fresh.add(number);
            }
        }
        return fresh;
    }
}
