package dev.lorimer.govern.verification;

import dev.lorimer.govern.verification.Claim.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Collects what speaks against one claim.
final class Tally {
    /// More of a kind tell a reader nothing new; the count is told.
    private static final int SHOWN = 20;

    /// What fits a line on a wide screen twice.
    private static final int LENGTH = 400;

    private final String name;
    private final List<Point> points = new ArrayList<>();

    Tally(String name) {
        this.name = name;
    }

    private record Point(Result result, String text) {}

    void fails(String text) {
        points.add(new Point(Result.FAILS, text));
    }

    void open(String text) {
        points.add(new Point(Result.UNDECIDED, text));
    }

    void waived(String text) {
        points.add(new Point(Result.WAIVED, text));
    }

    boolean isClear() {
        return points.isEmpty();
    }

    /// @param fine what is said when nothing speaks against it
    Claim claim(String fine) {
        if (points.isEmpty()) {
            return new Claim(name, Result.HOLDS, List.of(oneLine(fine)));
        }
        var sorted =
                points.stream().sorted(Comparator.comparing(Point::result).reversed()).toList();
        var told = new ArrayList<String>();
        sorted.stream().limit(SHOWN).forEach(point -> told.add(oneLine(point.text())));
        if (sorted.size() > SHOWN) {
            told.add("and %s more".formatted(sorted.size() - SHOWN));
        }
        return new Claim(name, sorted.getFirst().result(), told);
    }

    static String oneLine(String text) {
        var out = new StringBuilder();
        text.codePoints().forEach(c -> out.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return out.length() <= LENGTH ? out.toString() : out.substring(0, LENGTH - 1) + "…";
    }
}
