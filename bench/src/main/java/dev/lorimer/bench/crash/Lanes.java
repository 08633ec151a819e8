package dev.lorimer.bench.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Works side by side, as many as the machine has processors.
final class Lanes {
    private Lanes() {}

    static int count() {
        return Math.max(1, Runtime.getRuntime().availableProcessors());
    }

    /// @return what each gave, in order
    static <T> List<T> run(List<? extends Callable<T>> works) throws InterruptedException {
        try (var threads = Executors.newFixedThreadPool(Math.max(1, works.size()))) {
            var given = new ArrayList<T>();
            for (Future<T> future : threads.invokeAll(works)) {
                given.add(future.get());
            }
            return given;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a part of the kit broke down", e.getCause());
        }
    }
}
