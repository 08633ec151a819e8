package dev.lorimer.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.journal.Journal.Draft;
import dev.lorimer.journal.Journal.Head;
import dev.lorimer.journal.Journal.Lease;
import dev.lorimer.journal.Journal.Line;
import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.RunId;
import dev.lorimer.testing.MemoryJournal.SimulatedCrash;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class MemoryJournalTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final RunId RUN = new RunId("r");

    private final MemoryJournal journal = new MemoryJournal();

    @TestFactory
    Stream<DynamicTest> keeps_the_contract() {
        return JournalContract.promises(
                        () -> {
                            var first = new MemoryJournal();
                            return first::another;
                        })
                .entrySet()
                .stream()
                .map(promise -> DynamicTest.dynamicTest(promise.getKey(), promise.getValue()::run));
    }

    @Test
    void a_crash_after_an_append_keeps_it_and_its_caller_never_hears_of_it() {
        Lease lease = owned();
        journal.crashAfter(2);
        journal.append(lease, 0, List.of(draft(0)), Standing.working("running", 0));

        assertThatThrownBy(() ->
                        journal.append(
                                lease,
                                1,
                                List.of(draft(1), draft(2)),
                                Standing.working("waiting", 0)))
                .isInstanceOf(SimulatedCrash.class);

        journal.revive();
        assertThat(journal.read(RUN, 0).stream().map(Line::draft))
                .containsExactly(draft(0), draft(1), draft(2));
        assertThat(journal.head(RUN).orElseThrow().status()).isEqualTo("waiting");
    }

    @Test
    void a_crash_before_an_append_loses_it() {
        Lease lease = owned();
        journal.crashBefore(2);
        journal.append(lease, 0, List.of(draft(0)), Standing.working("running", 0));

        assertThatThrownBy(() ->
                        journal.append(lease, 1, List.of(draft(1)), Standing.working("waiting", 0)))
                .isInstanceOf(SimulatedCrash.class);

        journal.revive();
        assertThat(journal.read(RUN, 0).stream().map(Line::draft)).containsExactly(draft(0));
        assertThat(journal.head(RUN).orElseThrow().status()).isEqualTo("running");
    }

    @Test
    void a_dead_process_answers_nothing_until_it_is_revived() {
        Lease lease = owned();
        journal.crashAfter(1);
        assertThatThrownBy(() ->
                        journal.append(lease, 0, List.of(draft(0)), Standing.working("running", 0)))
                .isInstanceOf(SimulatedCrash.class);

        Stream.<Runnable>of(
                        () -> journal.create(new RunId("x"), "x", NOON),
                        () -> journal.acquire(RUN, "me", NOON),
                        () ->
                                journal.append(
                                        lease,
                                        1,
                                        List.of(draft(1)),
                                        Standing.working("running", 0)),
                        () -> journal.read(RUN, 0),
                        () -> journal.runs(1),
                        () -> journal.head(RUN),
                        () -> journal.send(RUN, "cancel", "{}", NOON),
                        () -> journal.signals(RUN, 0),
                        journal::inspect)
                .forEach(call -> assertThatThrownBy(call::run).isInstanceOf(SimulatedCrash.class));
        lease.close();

        journal.revive();
        assertThat(journal.read(RUN, 0)).hasSize(1);
    }

    @Test
    void what_a_dead_process_owned_is_free_for_another_at_once_and_its_lease_is_fenced() {
        Lease old = owned();
        MemoryJournal other = journal.another();
        journal.crashAfter(1);
        assertThatThrownBy(() ->
                        journal.append(old, 0, List.of(draft(0)), Standing.working("running", 0)))
                .isInstanceOf(SimulatedCrash.class);

        assertThat(other.head(RUN).flatMap(Head::owner)).isEqualTo(Optional.empty());
        try (Lease next = other.acquire(RUN, "other", NOON)) {
            assertThat(next.epoch()).isGreaterThan(old.epoch());
            assertThat(other.append(next, 1, List.of(draft(1)), Standing.working("running", 0)))
                    .isEqualTo(2);
        }
        journal.revive();
        assertThatThrownBy(() ->
                        journal.append(old, 2, List.of(draft(2)), Standing.working("running", 0)))
                .hasMessageContaining("epoch");
    }

    @Test
    void a_planned_crash_counts_kept_appends_only() {
        Lease lease = owned();
        journal.crashAfter(2);
        assertThatThrownBy(() ->
                        journal.append(lease, 7, List.of(draft(0)), Standing.working("running", 0)))
                .hasMessageContaining("the next line of run \"r\" is 0, but 7 was offered");
        assertThat(journal.append(lease, 0, List.of(draft(0)), Standing.working("running", 0)))
                .isEqualTo(1);
        assertThatThrownBy(() ->
                        journal.append(lease, 1, List.of(draft(1)), Standing.working("running", 0)))
                .isInstanceOf(SimulatedCrash.class);
    }

    private Lease owned() {
        journal.create(RUN, "title", NOON);
        return journal.acquire(RUN, "me", NOON);
    }

    private static Draft draft(int n) {
        return new Draft("Kind", "{\"n\":%d}".formatted(n), NOON);
    }
}
