package dev.lorimer.govern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.govern.decision.Engines;
import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.govern.git.Repository;
import dev.lorimer.govern.source.FactIndex;
import dev.lorimer.govern.source.FactStore;
import dev.lorimer.govern.source.Tongues;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The thread that reads ahead may fail in any way and at any time.
class ReadAheadTest {
    @TempDir Path folder;

    @Test
    void whatever_befalls_the_reader_ahead_no_finding_changes() {
        var repository = new Repository(folder);
        DriftWalkTest.history(repository, 3);
        var undisturbed = walk(repository, new Judge(Expressions.none()));
        assertThat(undisturbed.episodes()).isNotEmpty();
        for (int call = 1; call <= 4; call++) {
            for (var mishap : Mishap.values()) {
                var store = new Disturbed(mishap, call);
                var disturbed =
                        walk(
                                repository,
                                new Judge(
                                        Engines.of(Expressions.none()),
                                        new FactIndex(Tongues.none(), store)));
                assertThat(disturbed).as("%s at %s", mishap, call).isEqualTo(undisturbed);
                assertThat(store.happened.getCount()).as("%s at %s", mishap, call).isZero();
            }
        }
    }

    private static Drift walk(Repository repository, Judge judge) {
        return DriftWalkTest.walk(repository, DriftWalkTest.COMMITS, DriftWalkTest.COMMITS, judge);
    }

    private enum Mishap {
        FAILURE,
        DEEP_STACK,
        INTERRUPT
    }

    /// Lets the mishap happen to the reader ahead, and makes the one who judges wait for it.
    private static final class Disturbed implements FactStore {
        private final Mishap mishap;
        private final int call;
        private final AtomicInteger calls = new AtomicInteger();
        private final CountDownLatch happened = new CountDownLatch(1);

        Disturbed(Mishap mishap, int call) {
            this.mishap = mishap;
            this.call = call;
        }

        @Override
        public Optional<byte[]> find(String key) {
            if (!Thread.currentThread().getName().equals("read ahead")) {
                await();
            } else if (calls.incrementAndGet() == call) {
                happened.countDown();
                switch (mishap) {
                    case FAILURE -> throw new IllegalStateException("the reader ahead fails");
                    case DEEP_STACK -> throw new StackOverflowError("the reader ahead fails");
                    case INTERRUPT -> Thread.currentThread().interrupt();
                }
            }
            return Optional.empty();
        }

        private void await() {
            try {
                happened.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException failure) {
                throw new IllegalStateException(failure);
            }
        }

        @Override
        public void keep(String key, byte[] value) {}

        @Override
        public void flush() {}
    }
}
