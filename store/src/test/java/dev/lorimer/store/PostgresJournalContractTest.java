package dev.lorimer.store;

import dev.lorimer.testing.JournalContract;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PgClusters.class)
final class PostgresJournalContractTest {
    @TestFactory
    Stream<DynamicTest> keeps_the_contract(PgCluster cluster) {
        return JournalContract.promises(
                        () -> {
                            PostgresConfig config = cluster.fresh();
                            return () -> PostgresJournal.open(config);
                        })
                .entrySet()
                .stream()
                .map(promise -> DynamicTest.dynamicTest(promise.getKey(), promise.getValue()::run));
    }
}
