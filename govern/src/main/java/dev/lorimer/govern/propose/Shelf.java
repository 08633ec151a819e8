package dev.lorimer.govern.propose;

import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.tree.Tree;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Where the next records belong: in the folder that has the most of them, with the next numbers.
final class Shelf {
    private static final String USUAL = "docs/decisions/";

    private final String folder;
    private int number;

    private Shelf(String folder, int number) {
        this.folder = folder;
        this.number = number;
    }

    /// @param tree with the records that there are
    static Shelf of(Tree tree) {
        Map<String, Integer> folders = new TreeMap<>();
        int number = 0;
        for (var path : tree.files().keySet()) {
            if (DecisionSet.isRecord(path)) {
                var name = path.substring(path.lastIndexOf('/') + 1);
                folders.merge(path.substring(0, path.length() - name.length()), 1, Integer::sum);
                number = Math.max(number, number(name));
            }
        }
        var folder =
                folders.entrySet().stream()
                        .max(
                                Map.Entry.<String, Integer>comparingByValue()
                                        .thenComparing(
                                                Map.Entry.comparingByKey(
                                                        java.util.Comparator.reverseOrder())))
                        .map(Map.Entry::getKey)
                        .orElse(USUAL);
        return new Shelf(folder, number);
    }

    /// The number that a name begins with, also after letters as in `adr-0007-x`; 0 without one. A
    /// date is no number of a record.
    private static int number(String name) {
        int start = 0;
        while (start < name.length() && !Character.isDigit(name.charAt(start)) && start < 9) {
            start++;
        }
        int end = start;
        while (end < name.length() && Character.isDigit(name.charAt(end))) {
            end++;
        }
        return end > start && end - start <= 6 ? Integer.parseInt(name.substring(start, end)) : 0;
    }

    List<Proposal> placed(List<Hearing.Heard> heard) {
        return heard.stream().map(this::placed).toList();
    }

    private Proposal placed(Hearing.Heard one) {
        number++;
        var prose = one.candidate().prose();
        return new Proposal(
                one.candidate().sort(),
                String.format(Locale.ROOT, "%s%04d-%s.md", folder, number, prose.slug()),
                prose.title(),
                prose.slug(),
                one.candidate().evidence(),
                one.record());
    }
}
