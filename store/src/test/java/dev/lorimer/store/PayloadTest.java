package dev.lorimer.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.journal.JsonText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

final class PayloadTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String LONG = "lorem ipsum ".repeat(100);

    @Test
    void a_long_string_becomes_a_reference_that_people_can_read() {
        Payload payload = Payload.pack("{\"a\":[\"%s\",7]}".formatted(LONG));

        String hash = payload.blobs().getFirst().hash();
        assertThat(hash).matches("[0-9a-f]{64}").isEqualTo(Chain.content(LONG.getBytes(UTF_8)));
        assertThat(payload.text())
                .isEqualTo("{\"a\":[{\"$blob\":\"%s\",\"chars\":1200},7]}".formatted(hash));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1023, 1024})
    void a_string_up_to_the_limit_stays_in_its_place(int length) {
        String json = "{\"a\":\"%s\"}".formatted("x".repeat(length));

        assertThat(Payload.paged(json)).isEqualTo(new Payload(json, List.of()));
    }

    @Test
    void the_first_string_above_the_limit_moves() {
        assertThat(Payload.pack("{\"a\":\"%s\"}".formatted("x".repeat(1025))).blobs()).hasSize(1);
    }

    @Test
    void a_long_name_stays_in_its_place() {
        String json = "{\"%s\" : 1}".formatted(LONG);

        assertThat(Payload.paged(json)).isEqualTo(new Payload(json, List.of()));
    }

    @Test
    void what_looks_like_a_reference_is_stored_so_that_it_is_none() {
        Payload payload = Payload.pack("{\"$blob\":{\"$$blob\":\"$blob\",\"$blobs\":1}}");

        assertThat(payload.text()).isEqualTo("{\"$$blob\":{\"$$$blob\":\"$blob\",\"$blobs\":1}}");
        assertThat(payload.blobs()).isEmpty();
    }

    @Test
    void an_unpaired_half_of_a_character_comes_back_as_its_escape() {
        String text = "\ud83d" + LONG + "\ude00\ud83d\ude00";
        String json = "{\"short\":\"\udc00\",\"long\":\"%s\"}".formatted(text);

        String back = roundTrip(json);

        assertThat(back)
                .isEqualTo(
                        "{\"short\":\"\\udc00\",\"long\":\"\\ud83d%s\\ude00\ud83d\ude00\"}"
                                .formatted(LONG));
        assertThat(JSON.readTree(back)).isEqualTo(JSON.readTree(json));
    }

    @Test
    void any_text_comes_back_to_the_letter() {
        long seed = 20261123;
        var random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            String json = object(random, 0);
            JSON.readTree(json);
            assertThat(roundTrip(json)).as("seed %d text %d: %s", seed, i, json).isEqualTo(json);
        }
    }

    @Test
    void what_is_long_enough_to_gain_from_it_is_compressed() {
        Blob plain = Blob.of("all work and no play ".repeat(30));
        Blob packed = Blob.of("all work and no play ".repeat(3_000));

        assertThat(plain.codec()).isEqualTo(Blob.Codec.PLAIN);
        assertThat(plain.text()).contains("all work and no play ".repeat(30));
        assertThat(packed.codec()).isEqualTo(Blob.Codec.DEFLATE);
        assertThat(packed.body().length).isLessThan(2_000);
        assertThat(packed.text()).contains("all work and no play ".repeat(3_000));
    }

    /// Whatever is taken at one look would have been taken, as it is, by those who look closely.
    @Test
    void a_first_look_says_yes_only_to_what_a_close_look_leaves_as_it_is() {
        var random = new Random(11);
        int taken = 0;
        for (int i = 0; i < 20_000; i++) {
            String json = damaged(random, object(random, 2));
            if (PlainText.isObject(json)) {
                taken++;
                JsonText.requireObject(json, "text " + i + ": " + json);
                assertThat(Payload.paged(json)).isEqualTo(new Payload(json, List.of()));
            }
        }
        assertThat(taken).isGreaterThan(500);
    }

    private static String damaged(Random random, String json) {
        if (random.nextInt(3) == 0) {
            return json;
        }
        var text = new StringBuilder(json + " ");
        String letters = "{}[]:,\"\\0123456789.eE+-tfnu$ \n\tax";
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(Math.max(text.length(), 1));
            switch (random.nextInt(3)) {
                case 0 -> text.append(letters.charAt(random.nextInt(letters.length())));
                case 1 -> text.insert(at, letters.charAt(random.nextInt(letters.length())));
                default -> text.replace(at, Math.min(at + 1, text.length()), "");
            }
        }
        return text.toString();
    }

    private static String roundTrip(String json) {
        String paged = restored(Payload.paged(json));
        assertThat(paged).isEqualTo(restored(Payload.pack(json)));
        return paged;
    }

    private static String restored(Payload payload) {
        Map<String, String> kept = new HashMap<>();
        payload.blobs().forEach(blob -> kept.put(blob.hash(), blob.text().orElseThrow()));
        return Payload.<RuntimeException>unpack(
                payload.text(),
                hash -> {
                    assertThat(kept).containsKey(hash);
                    return kept.getOrDefault(hash, "");
                });
    }

    private static String object(Random random, int depth) {
        var out = new StringBuilder("{").append(space(random));
        int members = random.nextInt(5);
        for (int i = 0; i < members; i++) {
            out.append(i > 0 ? "," : "").append(space(random));
            // The number keeps names apart; without one they may look like a reference's.
            String name = i == 0 ? name(random) : i + name(random);
            out.append('"').append(name).append('"').append(space(random)).append(':');
            out.append(space(random)).append(value(random, depth)).append(space(random));
        }
        return out.append('}').toString();
    }

    private static String value(Random random, int depth) {
        return switch (random.nextInt(depth > 4 ? 5 : 7)) {
            case 0 -> "-12.50e+3";
            case 1 -> "null";
            case 2 -> '"' + letters(random, random.nextInt(20)) + '"';
            case 3 -> '"' + letters(random, 1_000 + random.nextInt(60)) + '"';
            case 4 -> '"' + letters(random, 3_000) + '"';
            case 5 -> object(random, depth + 1);
            default ->
                    "[%s,%s%s]"
                            .formatted(
                                    value(random, depth + 1),
                                    space(random),
                                    value(random, depth + 1));
        };
    }

    private static String name(Random random) {
        List<String> names =
                List.of("$blob", "$$blob", "$$$blob", "chars", "", "\\u0024blob", "a\\\"b", "é:");
        return names.get(random.nextInt(names.size()));
    }

    private static String letters(Random random, int pieces) {
        List<String> pool =
                List.of(
                        "a", "$blob", "\\\"", "\\\\", "\\n", "\\u0000", "\\ud800", "é", "😀", "{",
                        "}", ":", ",", "\\/", "]", " ");
        var out = new StringBuilder();
        for (int i = 0; i < pieces; i++) {
            out.append(pool.get(random.nextInt(pool.size())));
        }
        return out.toString();
    }

    private static String space(Random random) {
        return List.of("", "", "", " ", "\n", "\t").get(random.nextInt(6));
    }
}
