package dev.lorimer.store;

import static dev.lorimer.store.PgWorker.NOON;
import static dev.lorimer.store.PgWorker.RUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lorimer.journal.Journal.Draft;
import dev.lorimer.journal.Journal.Lease;
import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.JournalException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server whose tables lie on a small disk of their own. It needs the right to mount.
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PostgresFullDiskTest {
    /// So many appends of 40 KB fit into 8 MB in any case.
    private static final int UNASKED = 150;

    @TempDir Path temp;

    @Test
    void a_full_disk_is_told_before_an_effect_loses_nothing_and_goes_on_when_there_is_room()
            throws Exception {
        Path disk = Files.createDirectory(temp.resolve("disk"));
        assumeTrue(
                does("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk.toString()),
                "skipped: needs the right to mount, so run as root");
        try (PgCluster cluster = PgCluster.start()) {
            Path tables = Files.createDirectory(disk.resolve("tables"));
            Files.setPosixFilePermissions(tables, PosixFilePermissions.fromString("rwxrwxrwx"));
            Path ballast = Files.write(disk.resolve("ballast"), new byte[8 << 20]);
            PostgresConfig config = cluster.fresh();
            cluster.moveTo(config, tables);
            try (PostgresJournal journal = PostgresJournal.open(config)) {
                journal.create(RUN, "to be filled", NOON);
                try (Lease lease = journal.acquire(RUN, "me", NOON)) {
                    long told = filledUntilTold(journal, lease);
                    long seq = filledUntilRefused(journal, lease, told);
                    assertThat(seq).as("room for an outcome when it was told").isGreaterThan(told);
                    assertThat(journal.read(RUN, 0)).hasSize((int) seq);
                    assertThat(journal.inspect()).isEmpty();
                    Files.delete(ballast);
                    awaitRoom(journal);
                    assertThat(append(journal, lease, seq)).isEqualTo(seq + 1);
                }
            }
        } finally {
            // Lazily: the server's last process may be about to end.
            assertThat(does("umount", "-l", disk.toString())).isTrue();
        }
    }

    /// As a run does: asks for room before each effect, and appends as long as there is some. The
    /// answer of a second ago counts, so it waits that long.
    private static long filledUntilTold(PostgresJournal journal, Lease lease)
            throws InterruptedException {
        long seq = 0;
        while (true) {
            if (seq >= UNASKED && seq % 6 == 0) {
                Thread.sleep(1_010);
                try {
                    journal.ensureRoom();
                } catch (JournalException e) {
                    assertThat(e.kind()).isEqualTo(Kind.FULL);
                    assertThat(e.getMessage()).contains("make room").doesNotContain("\n");
                    return seq;
                }
            }
            seq = append(journal, lease, seq);
        }
    }

    private static long filledUntilRefused(PostgresJournal journal, Lease lease, long from) {
        long seq = from;
        while (true) {
            try {
                seq = append(journal, lease, seq);
            } catch (JournalException e) {
                assertThat(e.kind()).isEqualTo(Kind.FULL);
                return seq;
            }
        }
    }

    private static void awaitRoom(PostgresJournal journal) throws InterruptedException {
        while (true) {
            try {
                journal.ensureRoom();
                return;
            } catch (JournalException e) {
                assertThat(e.kind()).isEqualTo(Kind.FULL);
                Thread.sleep(100);
            }
        }
    }

    private static long append(PostgresJournal journal, Lease lease, long seq) {
        byte[] bytes = new byte[30_000];
        new Random(seq).nextBytes(bytes);
        String text = Base64.getEncoder().encodeToString(bytes);
        return journal.append(
                lease,
                seq,
                List.of(new Draft("Settled", "{\"text\":\"%s\"}".formatted(text), NOON)),
                Standing.working("running", 0));
    }

    private static boolean does(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    }
}
