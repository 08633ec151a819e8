package dev.lorimer.bench.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.bench.crash.Disk.Loss;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DiskTest {
    private final SplittableRandom random = new SplittableRandom(1);
    private final Disk disk = new Disk("/root");

    private void write(String path, long offset, String text) {
        disk.follow(new Deed.Write(path, offset, ByteBuffer.wrap(text.getBytes(UTF_8))));
    }

    private void sync(String path) {
        disk.follow(new Deed.SyncBegins(path, 1));
        disk.follow(new Deed.SyncEnds(path, 1));
    }

    private Map<String, byte[]> left(Loss loss) {
        return disk.after(loss, random).files();
    }

    @Test
    void a_synced_file_without_its_name_is_lost() {
        disk.follow(new Deed.Open("/root/a", false));
        write("/root/a", 0, "text");
        sync("/root/a");

        assertThat(left(Loss.NOTHING_SURVIVES)).isEmpty();
        assertThat(left(Loss.ALL_SURVIVES)).containsKey("/root/a");

        sync("/root");
        assertThat(left(Loss.NOTHING_SURVIVES).get("/root/a")).asString().isEqualTo("text");
    }

    @Test
    void a_sync_covers_what_was_written_before_it_began() {
        disk.follow(new Deed.Open("/root/a", false));
        sync("/root");
        write("/root/a", 0, "first");
        disk.follow(new Deed.SyncBegins("/root/a", 2));
        write("/root/a", 5, "second");
        disk.follow(new Deed.SyncEnds("/root/a", 2));

        assertThat(left(Loss.NOTHING_SURVIVES).get("/root/a")).asString().isEqualTo("first");
        assertThat(left(Loss.ALL_SURVIVES).get("/root/a")).asString().isEqualTo("firstsecond");
    }

    @Test
    void a_removed_name_may_be_back_until_its_folder_is_synced() {
        disk.follow(new Deed.Open("/root/a", false));
        sync("/root");
        disk.follow(new Deed.Remove("/root/a"));

        assertThat(left(Loss.NOTHING_SURVIVES)).containsKey("/root/a");
        assertThat(left(Loss.ALL_SURVIVES)).isEmpty();
        sync("/root");
        assertThat(left(Loss.NOTHING_SURVIVES)).isEmpty();
    }

    @Test
    void a_torn_write_leaves_any_of_its_sectors_and_no_part_of_one() {
        disk.follow(new Deed.Open("/root/a", false));
        write("/root/a", 0, "a".repeat(2 * Disk.SECTOR));
        sync("/root/a");
        sync("/root");
        write("/root/a", 0, "b".repeat(2 * Disk.SECTOR));

        var seen = new HashSet<String>();
        for (int i = 0; i < 200; i++) {
            String text = new String(left(Loss.TORN).get("/root/a"), UTF_8);
            seen.add(text.charAt(0) + "" + text.charAt(Disk.SECTOR));
            assertThat(text.substring(0, Disk.SECTOR)).matches("a+|b+");
            assertThat(text.substring(Disk.SECTOR)).matches("a+|b+");
        }
        assertThat(seen).containsExactlyInAnyOrder("aa", "ab", "ba", "bb");
    }
}
