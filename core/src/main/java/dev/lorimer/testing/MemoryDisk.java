package dev.lorimer.testing;

import dev.lorimer.journal.RunId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/// What outlives the process. Its monitor guards all of it and the plans of those who look at it.
final class MemoryDisk {
    final SequencedMap<RunId, MemoryRun> runs = new LinkedHashMap<>();
    final Map<String, String> notes = new TreeMap<>();
    long signals;
    boolean full;

    boolean ended(RunId run) {
        return Optional.ofNullable(runs.get(run)).filter(stored -> stored.last).isPresent();
    }

    void wakeParents(RunId child) {
        runs.values().stream()
                .filter(stored -> stored.child.filter(child::equals).isPresent())
                .forEach(MemoryRun::wakeUp);
    }
}
