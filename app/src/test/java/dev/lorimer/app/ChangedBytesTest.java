package dev.lorimer.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.govern.verification.Transcript;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// One byte of what a run leaves is another one: in its journal, in its evidence, in an object of
/// its result, in the decisions that the evidence names. It is found.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChangedBytesTest {
    private StandingRun stands = StandingRun.NONE;
    private Path folder = Path.of("");

    @BeforeAll
    void aRunThatStands(@TempDir Path given) {
        folder = given;
        stands = StandingRun.in(given);
    }

    private Transcript with(UnaryOperator<List<Transcript.Line>> edit) {
        return new Transcript(
                stands.run(),
                edit.apply(new ArrayList<>(stands.transcript().lines())),
                stands.transcript().branch());
    }

    @Test
    void any_changed_byte_of_the_journals_text_changes_its_digest() {
        var random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            int at = random.nextInt(stands.transcript().lines().size());
            var line = stands.transcript().lines().get(at);
            var json = new StringBuilder(line.json());
            int letter = random.nextInt(json.length());
            json.setCharAt(letter, (char) (json.charAt(letter) ^ (1 << random.nextInt(7))));
            var other =
                    with(lines -> {
                        lines.set(
                                at,
                                new Transcript.Line(
                                        line.seq(),
                                        line.epoch(),
                                        line.at(),
                                        line.kind(),
                                        json.toString(),
                                        line.hash()));
                        return lines;
                    });
            assertThat(other.digest()).isNotEqualTo(stands.transcript().digest());
        }
    }

    @Test
    void any_changed_byte_of_the_evidence_is_found() {
        var whole = Cli.read(stands.evidence()).getBytes(StandardCharsets.UTF_8);
        var random = new Random(11);
        for (int round = 0; round < 400; round++) {
            var changed = whole.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(7));
            assertThat(isOpened(new String(changed, StandardCharsets.UTF_8)))
                    .as("round %s", round)
                    .isFalse();
        }
        assertThat(isOpened(new String(whole, StandardCharsets.UTF_8))).isTrue();
    }

    private boolean isOpened(String envelope) {
        try {
            Attestation.opened(envelope, stands.auditor().trusted());
            return true;
        } catch (Failure e) {
            return false;
        }
    }

    @Test
    void a_damaged_object_of_the_result_is_found_although_git_hands_it_out() throws Exception {
        var blob =
                Cli.git(stands.repository(), "rev-parse", "lorimer/" + stands.run() + ":notes.txt");
        var other = folder.resolve("objects");
        Cli.repository(other, Map.of("notes.txt", "fime\n"));
        var wrong = Cli.git(other, "rev-parse", "HEAD:notes.txt");
        var loose =
                stands.repository()
                        .resolve(".git/objects/" + blob.substring(0, 2) + "/" + blob.substring(2));
        var kept = Files.readAllBytes(loose);
        Files.delete(loose);
        Files.copy(
                other.resolve(".git/objects/" + wrong.substring(0, 2) + "/" + wrong.substring(2)),
                loose);
        try {
            assertThat(Cli.git(stands.repository(), "cat-file", "blob", blob)).isEqualTo("fime");
            var examined = stands.examined(stands.transcript());
            assertThat(examined.standing().stands()).as(examined.text()).isFalse();
            assertThat(stands.cli().say("evidence", "verify", stands.evidence().toString()).exit())
                    .isNotZero();
        } finally {
            Files.delete(loose);
            Files.write(loose, kept);
        }
    }

    @Test
    void a_byte_changed_in_the_stores_file_is_found() throws IOException {
        var file = stands.repository().resolve(".lorimer/journal.db");
        var whole = Files.readAllBytes(file);
        var text = new String(whole, StandardCharsets.ISO_8859_1);
        int found = 0;
        try {
            for (int at = text.indexOf("notes.txt");
                    at >= 0 && found < 6;
                    at = text.indexOf("notes.txt", at + 400)) {
                var changed = whole.clone();
                changed[at] ^= 1;
                Files.write(file, changed);
                var said = stands.cli().say("verify", stands.run());
                // Pages that are no longer in use may hold old text.
                found += said.exit() == 0 ? 0 : 1;
            }
        } finally {
            Files.write(file, whole);
        }
        assertThat(found).isPositive();
    }

    @Test
    void evidence_of_decisions_that_are_not_those_of_the_base_is_named() {
        var payload =
                Json.object(Cli.read(stands.evidence())).orElseThrow().path("payload").asString();
        var statement = new String(Base64.getDecoder().decode(payload), StandardCharsets.UTF_8);
        var decisions =
                Json.object(statement).orElseThrow().path("predicate").path("decisions").asString();
        var forged = statement.replace(decisions, HexFormat.of().formatHex(new byte[32]));
        var file = folder.resolve("forged.json");
        var console =
                stands.cli().console(new ByteArrayOutputStream(), new ByteArrayOutputStream());
        Cli.write(file, Attestation.sealed(forged, KeysCommand.keys(console).signer("default")));

        var said = stands.cli().say("evidence", "verify", file.toString());
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.out()).contains("predicate.decisions");
    }
}
