package dev.lorimer.store;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Runs as the last commits left them, so that they need not be read before the next append: the
/// change itself compares. For one thread.
final class PgKnown {
    /// As many runs as append at once, and some; a run takes about 1 KB.
    private static final int RUNS_MAX = 4_096;

    private final Map<String, PgRun> runs =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, PgRun> eldest) {
                    return size() > RUNS_MAX;
                }
            };

    /// Those of the batch's runs that are known and of which nothing else must be read: an end
    /// depends on messages, and a wait for a child on the child.
    Map<String, PgRun> among(List<PgWriter.Write> batch) {
        Set<String> unsure = new HashSet<>();
        for (PgWriter.Write write : batch) {
            if (write.append().standing().last()) {
                unsure.add(write.append().fence().run());
            }
            write.append()
                    .standing()
                    .child()
                    .ifPresent(child -> {
                        unsure.add(write.append().fence().run());
                        unsure.add(child.value());
                    });
        }
        var among = new HashMap<String, PgRun>();
        for (PgWriter.Write write : batch) {
            String id = write.append().fence().run();
            PgRun run = runs.get(id);
            if (run != null && !unsure.contains(id)) {
                among.put(id, run);
            }
        }
        return among;
    }

    /// The batch was committed.
    void keep(PgBatch batch) {
        for (PgBatch.Change change : batch.changes()) {
            PgRun run = change.run();
            if (run.rest().ended()) {
                runs.remove(run.id());
            } else {
                runs.put(run.id(), run);
            }
        }
    }

    void clear() {
        runs.clear();
    }
}
