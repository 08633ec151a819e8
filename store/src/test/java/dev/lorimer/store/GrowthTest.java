package dev.lorimer.store;

import static dev.lorimer.store.Place.NOON;
import static dev.lorimer.store.Place.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.journal.Journal.Draft;
import dev.lorimer.journal.Journal.Lease;
import dev.lorimer.journal.Journal.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GrowthTest {
    private static final int TURNS = 200;
    private static final int NEW_CONTENT = 5 << 10;

    @TempDir Path temp;

    /// Once in one string, once in strings that are not worth compressing, once in strings that
    /// stay in their row.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 6})
    void a_turn_costs_what_is_new_in_it_even_if_it_does_not_compress(int pieces)
            throws IOException {
        var random = new Random(5);
        long stored =
                stored(turn -> {
                    List<String> texts =
                            Stream.generate(() -> noise(random, NEW_CONTENT / pieces))
                                    .limit(pieces)
                                    .toList();
                    return List.of(draft(turn, String.join("\",\"", texts)));
                });

        assertThat(stored).isLessThan(TURNS * NEW_CONTENT * 13L / 10);
    }

    @Test
    void what_is_said_again_costs_a_reference() throws IOException {
        String prompt = noise(new Random(1), 100_000);
        long stored =
                stored(turn -> List.of(draft(turn, prompt), draft(turn, "{\\\"n\\\":1}" + prompt)));

        assertThat(stored).isLessThan(800_000);
    }

    private long stored(IntFunction<List<Draft>> turns) throws IOException {
        var place = new Place(temp);
        try (SqliteJournal journal = place.open()) {
            journal.create(RUN, "title", NOON);
            try (Lease lease = journal.acquire(RUN, "me", NOON)) {
                long seq = 0;
                for (int turn = 0; turn < TURNS; turn++) {
                    seq =
                            journal.append(
                                    lease, seq, turns.apply(turn), Standing.working("running", 0));
                }
            }
        }
        assertThat(temp.resolve("journal.db-wal")).doesNotExist();
        return Files.size(place.file());
    }

    private static Draft draft(int turn, String text) {
        return new Draft("Settled", "{\"turn\":%d,\"texts\":[\"%s\"]}".formatted(turn, text), NOON);
    }

    /// Letters that use up their bytes: 15 of 16 bits in three.
    private static String noise(Random random, int bytes) {
        var text = new StringBuilder();
        while (text.length() * 3 < bytes) {
            text.append((char) (0x3000 + random.nextInt(1 << 15)));
        }
        return text.toString();
    }
}
