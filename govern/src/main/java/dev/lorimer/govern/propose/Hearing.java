package dev.lorimer.govern.propose;

import dev.lorimer.govern.git.History.Commit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Picks the candidates that stand, the best of each sort.
final class Hearing {
    private final Trial trial;
    private final Commit last;

    /// @param last the commit that the candidates were drawn from
    Hearing(Trial trial, Commit last) {
        this.trial = trial;
        this.last = last;
    }

    /// A candidate with the text of its record.
    record Heard(Candidate candidate, String record) {}

    /// In the order of sorts, the best first.
    List<Heard> heard(List<Candidate> candidates) {
        var open = new ArrayList<>(best(candidates));
        Map<String, Heard> passed = new HashMap<>();
        for (int variant = 0; !open.isEmpty(); variant++) {
            round(open, variant, passed);
            int next = variant + 1;
            open.removeIf(
                    one ->
                            passed.containsKey(one.prose().slug())
                                    || one.blocks().size() <= next);
        }
        Map<Sort, Integer> counts = new EnumMap<>(Sort.class);
        return best(candidates).stream()
                .filter(one -> passed.containsKey(one.prose().slug()))
                .filter(one -> counts.merge(one.sort(), 1, Integer::sum) <= one.sort().atMost())
                .map(one -> passed.getOrDefault(one.prose().slug(), new Heard(one, "")))
                .toList();
    }

    /// A third more than may be shown are tried, since some fall.
    private static List<Candidate> best(List<Candidate> candidates) {
        Map<Sort, Integer> counts = new EnumMap<>(Sort.class);
        Set<String> slugs = new HashSet<>();
        return candidates.stream()
                .sorted(Candidate.ORDER)
                .filter(one -> slugs.add(one.prose().slug()))
                .filter(one ->
                        counts.merge(one.sort(), 1, Integer::sum) <= one.sort().atMost() * 4 / 3)
                .toList();
    }

    private void round(List<Candidate> open, int variant, Map<String, Heard> passed) {
        Map<String, Heard> byFile = new TreeMap<>();
        for (int i = 0; i < open.size(); i++) {
            var one = open.get(i);
            var record =
                    RecordText.of(
                            one, one.blocks().get(variant), DeclineText.day(last), last.shortId());
            byFile.put(
                    String.format(Locale.ROOT, "%04d-%s.md", i + 1, one.prose().slug()),
                    new Heard(one, record));
        }
        var records = new TreeMap<String, String>();
        byFile.forEach((file, one) -> records.put(file, one.record()));
        var standing = trial.passed(records);
        byFile.forEach((file, one) -> {
            if (standing.contains(file)) {
                passed.put(one.candidate().prose().slug(), one);
            }
        });
    }
}
