package dev.lorimer.run;

import static dev.lorimer.run.Bench.call;
import static dev.lorimer.run.Bench.calls;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WorkerTest {
    private static final String FINISH = calls(call("finish", "{}"));
    private static final String PAY = calls(call("irreversible", "{\"n\":1}"));

    private final World world = new World(PAY, FINISH);
    private final List<String> told = new CopyOnWriteArrayList<>();

    private void queue(String name) {
        world.run().queue(new RunId(name), new Entry.Task("x"), Json.readable("{}").orElseThrow());
    }

    private String status(String name) {
        return world.journal.head(new RunId(name)).orElseThrow().status();
    }

    private Worker worker(Worker.Job job, int parallel) {
        return new Worker(() -> world.journal.another(), job, watch(), world.timing(), parallel);
    }

    private Worker.Watch watch() {
        return new Worker.Watch() {
            @Override
            public void failed(RunId run, RuntimeException why, Duration wait) {
                told.add(run + " " + why.getMessage());
            }

            @Override
            public void stopped(JournalException why, Duration wait) {
                told.add("stopped " + why.kind());
            }
        };
    }

    private void proceed(Journal journal, RunId run, AtomicBoolean stopping)
            throws InterruptedException {
        world.run(journal).proceed(run, stopping::get);
    }

    @Test
    void whatever_is_due_is_worked_on_and_an_idle_worker_can_end() throws Exception {
        for (var name : List.of("a", "b", "c")) {
            queue(name);
        }
        worker(this::proceed, 2).work(true);
        assertThat(List.of(status("a"), status("b"), status("c"))).containsOnly("done");
        assertThat(world.log).hasSize(3);
        assertThat(told).isEmpty();
    }

    @Test
    void no_more_runs_work_at_once_than_asked_for() throws Exception {
        for (var i = 0; i < 12; i++) {
            queue("r" + i);
        }
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        worker(
                        (journal, run, stopping) -> {
                            most.accumulateAndGet(now.incrementAndGet(), Math::max);
                            Thread.sleep(5);
                            proceed(journal, run, stopping);
                            now.decrementAndGet();
                        },
                        3)
                .work(true);
        assertThat(most).hasValue(3);
    }

    @Test
    void two_workers_share_a_journal_and_each_effect_happens_once() throws Exception {
        for (var i = 0; i < 40; i++) {
            queue("r" + i);
        }
        var other = Thread.ofVirtual().start(() -> idle(worker(this::proceed, 4)));
        idle(worker(this::proceed, 4));
        other.join();
        idle(worker(this::proceed, 4));
        for (var i = 0; i < 40; i++) {
            assertThat(status("r" + i)).isEqualTo("done");
        }
        assertThat(world.done).hasSize(40).allSatisfy((_, times) -> assertThat(times).isOne());
        assertThat(told).isEmpty();
    }

    private static void idle(Worker worker) {
        try {
            worker.work(true);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_run_that_can_not_be_worked_on_does_not_hold_up_the_others() throws Exception {
        queue("bad");
        queue("good");
        worker(
                        (journal, run, stopping) -> {
                            if (run.value().equals("bad")) {
                                throw new IllegalStateException("its folder is gone");
                            }
                            proceed(journal, run, stopping);
                        },
                        1)
                .work(true);
        assertThat(status("good")).isEqualTo("done");
        assertThat(status("bad")).isEqualTo("queued");
        assertThat(told).containsExactly("bad its folder is gone");
    }

    @Test
    void a_full_disk_is_waited_for_and_nothing_happens_twice() throws Exception {
        queue("a");
        world.journal.fill(true);
        var worker = worker(this::proceed, 1);
        var thread = Thread.ofVirtual().start(() -> idle(worker));
        while (told.isEmpty()) {
            Thread.sleep(10);
        }
        assertThat(told.getFirst()).isEqualTo("stopped FULL");
        assertThat(world.log).isEmpty();
        world.journal.fill(false);
        thread.join();
        assertThat(status("a")).isEqualTo("done");
        assertThat(world.log).hasSize(1);
    }

    @Test
    void a_stopped_worker_lets_each_run_end_its_step_and_starts_nothing() throws Exception {
        queue("a");
        queue("b");
        var inside = new CountDownLatch(1);
        Map<RunId, Boolean> begun = new ConcurrentHashMap<>();
        var worker =
                worker(
                        (journal, run, stopping) -> {
                            begun.put(run, true);
                            inside.countDown();
                            while (!stopping.get()) {
                                Thread.sleep(5);
                            }
                            proceed(journal, run, stopping);
                        },
                        1);
        var thread =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                worker.work(false);
                            } catch (InterruptedException e) {
                                throw new AssertionError(e);
                            }
                        });
        assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
        worker.stop();
        thread.join();
        assertThat(begun).hasSize(1);
        assertThat(world.log).isEmpty();
        assertThat(world.journal.head(new RunId("a")).orElseThrow().owner()).isEmpty();
        worker(this::proceed, 1).work(true);
        assertThat(List.of(status("a"), status("b"))).containsOnly("done");
    }
}
