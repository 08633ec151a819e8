package dev.lorimer.run;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Works on whatever is due in a journal: new runs, runs whose time has come or whose question was
/// answered, runs that a dead process left. One virtual thread per run that works; a run that waits
/// has none. Any number of workers, in any number of processes, may share a journal.
///
/// When the disk is full or fails, the worker waits and opens the journal again, for as long as it
/// takes; runs stop before their next effect meanwhile. A run that can not be worked on, since its
/// folder is gone for example, is tried again later and later.
public final class Worker {
    /// People notice half a second; a look costs one indexed query.
    private static final Duration LOOK = Duration.ofMillis(250);

    /// The first wait after a failure; each further one is twice as long.
    private static final Duration WAIT_FIRST = Duration.ofSeconds(1);

    /// The longest, for a disk as for a run: whoever mended it does not wait longer.
    private static final Duration WAIT_MAX = Duration.ofSeconds(60);

    /// What a call may still take when the worker is stopped, before it is interrupted. Service
    /// managers kill what has not ended after 10 s or more.
    private static final Duration GRACE = Duration.ofSeconds(6);

    /// Runs found in one look, for each one that can work.
    private static final int AHEAD = 4;

    private final Supplier<Journal> opening;
    private final Job job;
    private final Watch watch;
    private final Timing timing;
    private final int parallel;
    private final AtomicBoolean stopping = new AtomicBoolean();

    /// Guards what follows.
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final Map<RunId, Thread> active = new HashMap<>();
    private final ArrayDeque<RunId> ready = new ArrayDeque<>();
    private final Map<RunId, Setback> setbacks = new LinkedHashMap<>();
    private Optional<JournalException> broken = Optional.empty();

    /// @param opening opens the journal, also again after a failure
    /// @param parallel how many runs work at once, 1 or more
    public Worker(Supplier<Journal> opening, Job job, Watch watch, Timing timing, int parallel) {
        if (parallel < 1) {
            throw new IllegalArgumentException(
                    "%d runs at once are impossible; say 1 or more".formatted(parallel));
        }
        this.opening = opening;
        this.job = job;
        this.watch = watch;
        this.timing = timing;
        this.parallel = parallel;
    }

    /// Goes on with one run as far as it goes; see [Run#proceed].
    @FunctionalInterface
    public interface Job {
        void proceed(Journal journal, RunId run, AtomicBoolean stopping)
                throws InterruptedException;
    }

    /// Told what does not go well; must not block.
    public interface Watch {
        /// The run is tried again after the wait.
        void failed(RunId run, RuntimeException why, Duration wait);

        /// All runs wait for the disk.
        void stopped(JournalException why, Duration wait);
    }

    /// How often in a row a run could not be worked on, and when to try again.
    private record Setback(int times, Instant until) {
        Duration pause() {
            var factor = 1L << Math.min(times, 6);
            var wait = WAIT_FIRST.multipliedBy(factor);
            return wait.compareTo(WAIT_MAX) > 0 ? WAIT_MAX : wait;
        }
    }

    /// Works until [#stop] is called, or, if asked to, until nothing is due and nothing is at work.
    /// Blocks.
    ///
    /// @param untilIdle whether to return when there is nothing to do now
    public void work(boolean untilIdle) throws InterruptedException {
        var failures = 0;
        while (!stopping.get()) {
            JournalException why;
            try (var journal = opening.get()) {
                why = serve(journal, untilIdle).orElse(null);
            } catch (JournalException e) {
                if (!ofTheDisk(e)) {
                    throw e;
                }
                why = e;
            }
            if (why == null) {
                return;
            }
            var wait = new Setback(failures, Instant.EPOCH).pause();
            failures++;
            watch.stopped(why, wait);
            pause(wait);
        }
    }

    /// Starts nothing more, lets every run come to its next step, and makes [#work] return. A call
    /// that takes longer than a few seconds is interrupted, as by a crash: its processes are ended,
    /// and its effect class decides what the next worker does.
    public void stop() {
        stopping.set(true);
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// @return what broke the journal, if anything did
    private Optional<JournalException> serve(Journal journal, boolean untilIdle)
            throws InterruptedException {
        lock.lock();
        try {
            broken = Optional.empty();
            ready.clear();
            while (!stopping.get() && broken.isEmpty()) {
                var started = startDue(journal);
                if (untilIdle && active.isEmpty() && started == 0) {
                    return Optional.empty();
                }
                if (started == 0 || active.size() >= parallel) {
                    var _ = changed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
            drain();
            return broken;
        } finally {
            lock.unlock();
        }
    }

    /// @return how many were started
    private int startDue(Journal journal) {
        var started = 0;
        while (active.size() < parallel) {
            if (ready.isEmpty()) {
                find(journal);
            }
            if (ready.isEmpty()) {
                return started;
            }
            var run = ready.remove();
            active.put(run, start(journal, run));
            started++;
        }
        return started;
    }

    /// More than can be started now, so that many short runs cost few looks. Whoever is found may
    /// be taken by another worker before his turn, which does no harm.
    private void find(Journal journal) {
        var now = timing.now();
        var wanted = AHEAD * parallel;
        due(journal, now, wanted + active.size() + setbacks.size()).stream()
                .filter(run -> !active.containsKey(run) && !resting(run, now))
                .limit(wanted)
                .forEach(ready::add);
    }

    /// Those at work and those resting may be among them.
    private List<RunId> due(Journal journal, Instant now, int limit) {
        try {
            return journal.due(now, limit);
        } catch (JournalException e) {
            if (!ofTheDisk(e)) {
                throw e;
            }
            broken = Optional.of(e);
            return List.of();
        }
    }

    private boolean resting(RunId run, Instant now) {
        var setback = setbacks.get(run);
        return setback != null && now.isBefore(setback.until());
    }

    private Thread start(Journal journal, RunId run) {
        return Thread.ofVirtual().name("run-" + run).start(() -> attend(journal, run));
    }

    private void attend(Journal journal, RunId run) {
        Optional<RuntimeException> failure = Optional.empty();
        try {
            job.proceed(journal, run, stopping);
        } catch (InterruptedException _) {
            // The worker was stopped; the next one goes on from the journal.
        } catch (RuntimeException e) {
            failure = Optional.of(e);
        } finally {
            ended(run, failure);
        }
    }

    private void ended(RunId run, Optional<RuntimeException> failure) {
        lock.lock();
        try {
            active.remove(run);
            if (failure.isEmpty()) {
                setbacks.remove(run);
            } else {
                setBack(run, failure.get());
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void setBack(RunId run, RuntimeException why) {
        if (why instanceof JournalException e) {
            if (ofTheDisk(e)) {
                broken = broken.or(() -> Optional.of(e));
                return;
            }
            if (e.kind() == JournalException.Kind.BUSY
                    || e.kind() == JournalException.Kind.FENCED) {
                // Somebody else has it, which is all right.
                return;
            }
        }
        var before = setbacks.remove(run);
        var times = before == null ? 0 : before.times() + 1;
        var wait = new Setback(times, Instant.EPOCH).pause();
        setbacks.put(run, new Setback(times, timing.now().plus(wait)));
        watch.failed(run, why, wait);
    }

    private static boolean ofTheDisk(JournalException e) {
        return switch (e.kind()) {
            case FULL, IO -> true;
            case EXISTS, UNKNOWN_RUN, BUSY, FENCED, SIGNALLED, ENDED, PRUNED, CORRUPT, TOO_NEW ->
                    false;
        };
    }

    /// Waits for the runs at work. When the journal is broken they end by themselves, at their next
    /// append; when the worker is stopped, those that take long are interrupted.
    private void drain() throws InterruptedException {
        var interruptAt = System.nanoTime() + GRACE.toNanos();
        var interrupted = false;
        while (!active.isEmpty()) {
            var _ = changed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            if (stopping.get() && !interrupted && System.nanoTime() > interruptAt) {
                active.values().forEach(Thread::interrupt);
                interrupted = true;
            }
        }
    }

    private void pause(Duration wait) throws InterruptedException {
        lock.lock();
        try {
            var left = wait.toNanos();
            while (left > 0 && !stopping.get()) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
