package dev.lorimer.testing;

/// Whether things go wrong at the moment, and when.
final class SimFaults {
    private final SimChance chance;
    private boolean on = true;

    SimFaults(SimChance chance) {
        this.chance = chance;
    }

    /// From now on nothing goes wrong any more.
    void end() {
        on = false;
    }

    boolean on() {
        return on;
    }

    /// True once in `n` times, as long as things go wrong at all.
    boolean strike(int n) {
        return on && chance.oneIn(n);
    }

    SimChance chance() {
        return chance;
    }
}
