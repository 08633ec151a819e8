package dev.lorimer.models;

import java.util.ArrayDeque;
import java.util.Optional;

/// Tells by what is used and the time until all is there again whether a limit comes back drop by
/// drop or at once.
///
/// Where it comes back steadily, that time grows in proportion to what is used; where a window ends
/// and a new one begins, it shrinks while the use grows. Only the first may be spent ahead of the
/// reset, so a limit counts as steady on good evidence alone.
final class Refill {
    private static final int SAMPLES = 6;

    /// Less used than that, and rounded figures tell nothing.
    private static final double USED_LEAST = 0.1;

    private static final double APART_LEAST = 0.06;

    /// How far the rates of steady samples lie apart by rounding alone.
    private static final double SPREAD_MAX = 1.3;

    private static final double ASTRAY = 1.4;
    private static final int ASTRAY_MAX = 2;

    private record Sample(double used, double perNano) {}

    private final ArrayDeque<Sample> samples = new ArrayDeque<>();
    private Optional<Double> perNano = Optional.empty();
    private int astray;

    /// Units that come back in a nanosecond; empty where a window ends at once, or nobody knows.
    Optional<Double> perNano() {
        return perNano;
    }

    /// @param resetNanos until all is there again
    void seen(double limit, double remaining, long resetNanos) {
        double used = limit - remaining;
        if (used < USED_LEAST * limit || resetNanos <= 0) {
            return;
        }
        var sample = new Sample(used, used / resetNanos);
        if (perNano.isPresent()) {
            check(sample, perNano.get());
        }
        boolean apart =
                samples.isEmpty()
                        || Math.abs(samples.getLast().used() - used) >= APART_LEAST * limit;
        if (apart) {
            samples.addLast(sample);
            if (samples.size() > SAMPLES) {
                samples.removeFirst();
            }
            judge();
        }
    }

    private void check(Sample sample, double known) {
        double apart = sample.perNano() / known;
        astray = apart > ASTRAY || apart < 1 / ASTRAY ? astray + 1 : 0;
        if (astray >= ASTRAY_MAX) {
            forget();
        }
    }

    /// The evidence was misleading: what was taken for open was not.
    void forget() {
        perNano = Optional.empty();
        samples.clear();
        astray = 0;
    }

    private void judge() {
        double slowest = samples.stream().mapToDouble(Sample::perNano).min().orElse(0);
        double fastest = samples.stream().mapToDouble(Sample::perNano).max().orElse(0);
        double least = samples.stream().mapToDouble(Sample::used).min().orElse(0);
        double most = samples.stream().mapToDouble(Sample::used).max().orElse(0);
        boolean enough = samples.size() == SAMPLES && most >= 1.6 * least;
        if (enough && fastest <= SPREAD_MAX * slowest) {
            perNano = Optional.of(slowest);
        }
    }
}
