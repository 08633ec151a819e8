package dev.lorimer.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/// Callers that do the same thing again and again for a while, each on its own virtual thread.
///
/// @param callers how many at once
/// @param time how long they go on
record Load(int callers, Duration time) {
    /// What one caller does again and again.
    @FunctionalInterface
    interface Work {
        void once(int time);
    }

    /// What came of it.
    ///
    /// @param perSecond how often it was done in a second, by all together
    record Outcome(double perSecond, Duration p50, Duration p99) {}

    /// @param caller makes the work of the n-th caller, before the time starts
    Outcome run(IntFunction<Work> caller) {
        List<Work> works = new ArrayList<>();
        for (int n = 0; n < callers; n++) {
            works.add(caller.apply(n));
        }
        long start = System.nanoTime();
        long end = start + time.toNanos();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<long[]>> futures =
                    works.stream().map(work -> threads.submit(() -> latencies(work, end))).toList();
            long[] all = new long[0];
            for (Future<long[]> future : futures) {
                all = joined(all, future.get());
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            Arrays.sort(all);
            return new Outcome(all.length / seconds, at(all, 0.5), at(all, 0.99));
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("a caller failed: " + e.getMessage(), e);
        }
    }

    private static long[] latencies(Work work, long end) {
        long[] nanos = new long[1024];
        int count = 0;
        long before = System.nanoTime();
        while (before < end) {
            work.once(count);
            long after = System.nanoTime();
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count] = after - before;
            count++;
            before = after;
        }
        return Arrays.copyOf(nanos, count);
    }

    private static long[] joined(long[] one, long[] other) {
        long[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static Duration at(long[] sorted, double share) {
        return Duration.ofNanos(sorted[(int) ((sorted.length - 1) * share)]);
    }
}
