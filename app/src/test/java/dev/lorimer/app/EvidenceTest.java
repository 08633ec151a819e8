package dev.lorimer.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Evidence can be checked by whoever has the repository, and holds against any change.
class EvidenceTest {
    @TempDir Path scratch;
    private Path repository = Path.of("");
    private Cli cli = new Cli(Path.of(""), Path.of(""));
    private Path file = Path.of("");

    @BeforeEach
    void signed() {
        repository = Ruled.repository(scratch.resolve("repo"));
        Cli.write(repository.resolve("src/a.txt"), "kind\n");
        Cli.commit(repository);
        cli = new Cli(scratch, repository);
        file = scratch.resolve("evidence.json");
        assertThat(cli.say("keys", "new", "default").exit()).isZero();
        assertThat(cli.say("evidence", "--base", "HEAD~1", "--output", file.toString()).exit())
                .isZero();
    }

    private Cli.Said verify() {
        return cli.say("evidence", "verify", file.toString());
    }

    @Test
    void what_was_judged_stands() {
        assertThat(verify().out()).contains("stands: judged again, nothing differs");
    }

    @Test
    void a_private_key_is_for_its_owner_alone() throws Exception {
        var key = scratch.resolve("state/lorimer/keys/default.key");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(cli.say("keys", "new", "default").exit()).isEqualTo(Failure.USAGE);
    }

    @Test
    void any_changed_byte_of_what_was_signed_is_found() throws Exception {
        var envelope = Json.object(Files.readString(file)).orElseThrow();
        var payload = Base64.getDecoder().decode(envelope.path("payload").stringValue());
        for (int i = 0; i < payload.length; i += 37) {
            var changed = payload.clone();
            changed[i] ^= 1;
            Cli.write(
                    file,
                    envelope.toString()
                            .replace(
                                    envelope.path("payload").stringValue(),
                                    Base64.getEncoder().encodeToString(changed)));
            assertThat(verify().exit()).as("byte " + i).isEqualTo(Failure.NO);
        }
    }

    @Test
    void a_key_that_nobody_trusts_signs_nothing() {
        var stranger = new Cli(scratch.resolve("stranger"), repository);
        stranger.say("keys", "new", "default");

        assertThat(stranger.say("evidence", "verify", file.toString()).exit())
                .isEqualTo(Failure.NO);
        var shown = scratch.resolve("key.pub");
        Cli.write(shown, cli.say("keys", "show", "default").out());
        assertThat(
                        stranger.say(
                                        "evidence",
                                        "verify",
                                        file.toString(),
                                        "--public-key",
                                        shown.toString())
                                .exit())
                .isZero();
    }

    @Test
    void a_verdict_that_the_repository_does_not_bear_out_is_named() {
        var envelope = Json.object(Cli.read(file)).orElseThrow();
        var text =
                new String(
                        Base64.getDecoder().decode(envelope.path("payload").stringValue()),
                        StandardCharsets.UTF_8);
        var forged = text.replace("\"verdict\":\"allow\"", "\"verdict\":\"deny\"");
        assertThat(forged).isNotEqualTo(text);
        Cli.write(
                file,
                Attestation.sealed(
                        forged, new Keys(scratch.resolve("state/lorimer/keys")).signer("default")));

        var said = verify();
        assertThat(said.exit()).isEqualTo(Failure.NO);
        assertThat(said.out())
                .contains("predicate.verdict.verdict: attested \"deny\", now \"allow\"");
    }
}
