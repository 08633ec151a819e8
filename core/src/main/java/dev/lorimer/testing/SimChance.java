package dev.lorimer.testing;

import java.util.List;
import java.util.SplittableRandom;

/// The one source of chance of a simulated history: the same seed gives the same history.
final class SimChance {
    private final SplittableRandom random;

    SimChance(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /// True once in `n` times.
    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    /// From 0 up to, not including, `bound`.
    int below(int bound) {
        return random.nextInt(bound);
    }

    /// Both ends included.
    int between(int from, int to) {
        return random.nextInt(from, to + 1);
    }

    /// In [0, 1).
    double spread() {
        return random.nextDouble();
    }

    <T> T of(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    @SafeVarargs
    final <T> T of(T... all) {
        return all[random.nextInt(all.length)];
    }
}
