package dev.lorimer.store;

import dev.lorimer.testing.JournalContract;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

final class SqliteJournalContractTest {
    @TempDir Path temp;

    @TestFactory
    Stream<DynamicTest> keeps_the_contract() {
        var count = new AtomicInteger();
        return JournalContract.promises(
                        () -> {
                            Path folder = temp.resolve("j" + count.incrementAndGet());
                            return () -> SqliteJournal.open(folder, Place.CACHE);
                        })
                .entrySet()
                .stream()
                .map(promise -> DynamicTest.dynamicTest(promise.getKey(), promise.getValue()::run));
    }
}
