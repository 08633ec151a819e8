package dev.lorimer.govern.propose;

import dev.lorimer.govern.git.History.Commit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Picks the candidates that stand, the best of each sort.
final class Hearing {
    /// Twenty templates and broken fixtures can be named one by one; with more, the scope is wrong.
    private static final int UNREAD_MAX = 20;

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
        var tried = best(candidates);
        Map<String, Heard> passed = new HashMap<>();
        var open = new ArrayList<Draft>();
        tried.forEach(one -> open.add(new Draft(one, 0, List.of())));
        while (!open.isEmpty()) {
            var next = round(open, passed);
            open.clear();
            open.addAll(next);
        }
        Map<Sort, Integer> counts = new EnumMap<>(Sort.class);
        return tried.stream()
                .flatMap(one -> Optional.ofNullable(passed.get(one.prose().slug())).stream())
                .filter(one ->
                        counts.merge(one.candidate().sort(), 1, Integer::sum)
                                <= one.candidate().sort().atMost())
                .toList();
    }

    /// One form of a candidate.
    ///
    /// @param variant which of its blocks
    /// @param without files that are left out, since no parser understands them
    private record Draft(Candidate candidate, int variant, List<String> without) {
        Map<String, Object> block() {
            var block = new LinkedHashMap<>(candidate.blocks().get(variant));
            if (!without.isEmpty()) {
                var exclude = new LinkedHashMap<String, Object>();
                var paths = new ArrayList<Object>();
                if (block.get("exclude") instanceof Map<?, ?> given) {
                    given.forEach((key, value) -> exclude.put(String.valueOf(key), value));
                }
                if (exclude.get("path") instanceof List<?> given) {
                    paths.addAll(given);
                }
                paths.addAll(without);
                exclude.put("path", paths);
                block.put("exclude", exclude);
            }
            return block;
        }
    }

    /// Hears every draft, and says what is left to try.
    private List<Draft> round(List<Draft> open, Map<String, Heard> passed) {
        Map<String, Draft> byFile = new TreeMap<>();
        var records = new TreeMap<String, String>();
        for (int i = 0; i < open.size(); i++) {
            var one = open.get(i);
            var file =
                    String.format(Locale.ROOT, "%04d-%s.md", i + 1, one.candidate().prose().slug());
            byFile.put(file, one);
            records.put(
                    file,
                    RecordText.of(
                            one.candidate(), one.block(), DeclineText.day(last), last.shortId()));
        }
        var next = new ArrayList<Draft>();
        trial.heard(records)
                .forEach((file, answer) -> {
                    var one = Optional.ofNullable(byFile.get(file)).orElseThrow();
                    var text = Optional.ofNullable(records.get(file)).orElseThrow();
                    switch (answer) {
                        case Trial.Answer.Stands _ ->
                                passed.put(
                                        one.candidate().prose().slug(),
                                        new Heard(one.candidate(), text));
                        case Trial.Answer.Open unread
                                when one.without().isEmpty()
                                        && unread.files().size() <= UNREAD_MAX
                                        && unread.files().stream().allMatch(Hearing::isPlain) ->
                                next.add(
                                        new Draft(
                                                one.candidate(),
                                                one.variant(),
                                                List.copyOf(unread.files())));
                        case Trial.Answer.Open _, Trial.Answer.Falls _ -> {
                            if (one.variant() + 1 < one.candidate().blocks().size()) {
                                next.add(new Draft(one.candidate(), one.variant() + 1, List.of()));
                            }
                        }
                    }
                });
        return next;
    }

    /// Whether a path, read as a pattern, means itself alone.
    private static boolean isPlain(String path) {
        return path.chars().noneMatch(letter -> "*?[]{}\\!".indexOf(letter) >= 0);
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
}
