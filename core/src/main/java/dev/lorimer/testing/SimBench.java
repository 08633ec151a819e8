package dev.lorimer.testing;

/// What the tools and the model of one run in one process work with.
///
/// @param process which can die
/// @param interlude hands control to everybody else for a while
record SimBench(
        SimTask task,
        SimWorld world,
        SimFaults faults,
        MemoryJournal process,
        Runnable interlude,
        SimFlaw flaw) {
    /// Others act while this call is under way.
    void pause() {
        if (faults.strike(5)) {
            interlude.run();
        }
    }

    void dieAtTimes() {
        if (faults.strike(12)) {
            process.die();
        }
    }
}
