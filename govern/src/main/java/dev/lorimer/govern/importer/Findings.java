package dev.lorimer.govern.importer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Collects what became of the rules of one file, and gives each constraint an id of its own.
final class Findings {
    private static final int ID_MAX = 60;

    private final String file;
    private final List<Ruling> rulings = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();

    Findings(String file) {
        this.file = file;
    }

    List<Ruling> rulings() {
        return List.copyOf(rulings);
    }

    void translated(String name, int line, List<Clause> clauses, List<String> notes) {
        var constraints = clauses.stream().map(clause -> clause.yaml(id(name))).toList();
        rulings.add(
                new Ruling.Translated(
                        name, file + ":" + line, constraints, notes.stream().distinct().toList()));
    }

    void refused(String name, int line, String why) {
        rulings.add(new Ruling.Refused(name, file + ":" + line, why));
    }

    /// Lower-case letters, digits and hyphens, unlike any before: `noFieldInjection` becomes
    /// `no-field-injection`.
    private String id(String name) {
        var id = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char letter = name.charAt(i);
            boolean plain = letter < 128 && Character.isLetterOrDigit(letter);
            boolean hump =
                    i > 0
                            && Character.isUpperCase(letter)
                            && Character.isLowerCase(name.charAt(i - 1));
            if (!id.isEmpty() && id.charAt(id.length() - 1) != '-' && (hump || !plain)) {
                id.append('-');
            }
            if (plain) {
                id.append(String.valueOf(letter).toLowerCase(Locale.ROOT));
            }
        }
        var cut = id.substring(0, Math.min(ID_MAX, id.length()));
        var bare = cut.endsWith("-") ? cut.substring(0, cut.length() - 1) : cut;
        var start = bare.isEmpty() || !Character.isLetter(bare.charAt(0)) ? "rule-" + bare : bare;
        var usual = start.endsWith("-") ? start.substring(0, start.length() - 1) : start;
        var free = usual;
        for (int i = 2; !ids.add(free); i++) {
            free = usual + "-" + i;
        }
        return free;
    }
}
