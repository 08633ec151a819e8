package dev.lorimer.testing;

/// Plays random histories of runs against everything that can go wrong: processes that die at any
/// append or in the middle of an effect, processes that are paused and go on beside their
/// successor, full disks, clocks that jump, models and tools that fail in every way, persons who
/// answer late, speak at any time and cancel. After each history, what must always hold is checked.
///
/// A history is a function of its seed: no thread, no clock and no chance but its own.
public final class Simulator {
    private Simulator() {}

    /// Plays one history. It has a trace only when something did not hold.
    public static SimReport run(long seed) {
        return run(seed, SimFlaw.NONE);
    }

    /// Plays one history of a harness that is broken on purpose.
    public static SimReport run(long seed, SimFlaw flaw) {
        var report = play(seed, flaw, false);
        return report.holds() ? report : play(seed, flaw, true);
    }

    /// Plays one history and keeps what happened, whether all held or not.
    public static SimReport trace(long seed, SimFlaw flaw) {
        return play(seed, flaw, true);
    }

    private static SimReport play(long seed, SimFlaw flaw, boolean tracing) {
        var history = new SimHistory(seed, flaw, tracing);
        history.play();
        return history.report(seed);
    }
}
