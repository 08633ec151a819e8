package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.model.Model;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelSpecTest {
    private static final String SECRET = "sk-secret-0123456789";

    @TempDir Path dir;

    @Test
    void the_three_forms_are_understood() {
        assertThat(ModelSpec.parse("openai:gpt-5", Optional.empty()))
                .isEqualTo(wire(Provider.OPENAI, "gpt-5", "https://api.openai.com/v1"));
        assertThat(ModelSpec.parse("anthropic:claude-x", Optional.empty()))
                .isEqualTo(wire(Provider.ANTHROPIC, "claude-x", "https://api.anthropic.com/v1"));
        assertThat(ModelSpec.parse("openai:qwen3:8b", Optional.of("http://localhost:11434/v1")))
                .isEqualTo(wire(Provider.OPENAI, "qwen3:8b", "http://localhost:11434/v1"));
        assertThat(ModelSpec.parse("script:a/b:c.json", Optional.empty()))
                .isEqualTo(new ModelSpec.Script(Path.of("a/b:c.json")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gpt-5 | model \"gpt-5\" names no known provider; write openai:NAME",
                "OpenAI:x | model \"OpenAI:x\" names no known provider",
                "'' | model \"\" names no known provider",
                "openai: | model \"openai:\" has no name after the colon; write openai:NAME",
                "script: | model \"script:\" names no file; write script:FILE",
            })
    void a_misspelt_model_is_told_the_forms(String text, String complaint) {
        assertThatThrownBy(() -> ModelSpec.parse(text, Optional.empty()))
                .isInstanceOf(ModelSpecException.class)
                .hasMessageStartingWith(complaint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:11434",
                "ftp://h/v1",
                "http://",
                "http:///v1",
                "http://a b",
                "",
                "http://h:99999"
            })
    void a_base_url_must_be_an_address(String url) {
        assertThatThrownBy(() -> ModelSpec.parse("openai:m", Optional.of(url)))
                .isInstanceOf(ModelSpecException.class)
                .hasMessageContaining("write it like http://127.0.0.1:11434/v1");
    }

    @Test
    void a_base_url_with_a_password_is_refused_without_showing_it() {
        assertThatThrownBy(() -> ModelSpec.parse("openai:m", Optional.of("https://u:hunter2@h/v1")))
                .isInstanceOf(ModelSpecException.class)
                .message()
                .doesNotContain("hunter2");
    }

    @Test
    void a_script_has_no_base_url() {
        assertThatThrownBy(() -> ModelSpec.parse("script:x", Optional.of("http://h")))
                .hasMessageContaining("has no base URL");
    }

    @Test
    void a_missing_key_is_named() {
        assertThatThrownBy(() -> keys(Map.of()).find(spec("https://api.openai.com/v1")))
                .isInstanceOf(ModelSpecException.class)
                .hasMessage(
                        "no key for openai:m at \"https://api.openai.com/v1\";"
                                + " set OPENAI_API_KEY or give a key file");
        assertThatThrownBy(() ->
                        keys(Map.of("OPENAI_API_KEY", " ")).find(spec("https://api.openai.com/v1")))
                .hasMessageContaining("set OPENAI_API_KEY");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:1/v1",
                "http://127.0.0.1:1",
                "http://127.9.9.9",
                "http://[::1]:1/",
                "https://localhost",
                "http://192.168.1.5:11434/v1",
                "http://ollama.lan/v1"
            })
    void a_server_at_home_needs_no_key(String url) {
        assertThat(keys(Map.of()).find(spec(url))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://192.168.1.5/v1",
                "http://api.openai.com/v1",
                "http://127.0.0.1.evil.com",
                "http://localhost.evil.com",
                "HTTP://evil.com"
            })
    void a_key_never_travels_unencrypted(String url) {
        assertThatThrownBy(() -> keys(Map.of("OPENAI_API_KEY", SECRET)).find(spec(url)))
                .isInstanceOf(ModelSpecException.class)
                .hasMessageContaining("would travel unencrypted")
                .message()
                .doesNotContain(SECRET);
    }

    @Test
    void a_key_file_wins_over_the_environment() throws Exception {
        Path file = Files.writeString(dir.resolve("key"), "  from-file-123\n");
        var keys = new Keys(_ -> Optional.of(SECRET), Optional.of(file));
        assertThat(keys.find(spec("https://h/v1")).orElseThrow().reveal())
                .isEqualTo("from-file-123");
        assertThat(
                        keys(Map.of("OPENAI_API_KEY", SECRET))
                                .find(spec("http://localhost"))
                                .orElseThrow()
                                .reveal())
                .isEqualTo(SECRET);
    }

    @Test
    void a_file_that_is_no_key_is_refused_without_showing_it() throws Exception {
        for (String content : new String[] {"", SECRET + "\nx: y", "sk-é", SECRET.repeat(1000)}) {
            Path file = Files.writeString(dir.resolve("key"), content);
            var keys = new Keys(_ -> Optional.empty(), Optional.of(file));
            assertThatThrownBy(() -> keys.find(spec("https://h/v1")))
                    .isInstanceOf(ModelSpecException.class)
                    .hasMessageContaining("\"" + file + "\"")
                    .message()
                    .doesNotContain("sk-");
        }
        var missing = new Keys(_ -> Optional.empty(), Optional.of(dir.resolve("none")));
        assertThatThrownBy(() -> missing.find(spec("https://h/v1")))
                .hasMessageContaining("can not be read");
    }

    @Test
    void a_key_prints_as_a_mask() {
        ApiKey key = ApiKey.of(SECRET, "TEST");
        assertThat(key).hasToString("[key]");
        assertThat(Optional.of(key).toString()).doesNotContain(SECRET);
        assertThat(key.mask("a " + SECRET + " b " + SECRET)).isEqualTo("a [key] b [key]");
        assertThat(ApiKey.of("x", "TEST").mask("example")).isEqualTo("example");
    }

    @Test
    void a_script_is_opened_and_a_bad_one_named() throws Exception {
        Path file = Files.writeString(dir.resolve("s.json"), "{\"replies\":[{\"text\":\"hi\"}]}");
        try (var models = new Models(keys(Map.of()), Deadlines.USUAL, InstantSource.system())) {
            Model model = models.open(ModelSpec.parse("script:" + file, Optional.empty()));
            assertThat(model.name()).isEqualTo("script:" + file);
            Files.writeString(file, "{}");
            assertThatThrownBy(() -> models.open(new ModelSpec.Script(file)))
                    .isInstanceOf(ModelSpecException.class)
                    .hasMessageContaining("\"" + file + "\" at replies holds nothing");
        }
    }

    private static ModelSpec.Wire spec(String base) {
        return (ModelSpec.Wire) ModelSpec.parse("openai:m", Optional.of(base));
    }

    private static ModelSpec.Wire wire(Provider provider, String model, String base) {
        return new ModelSpec.Wire(provider, model, URI.create(base));
    }

    private static Keys keys(Map<String, String> environment) {
        return new Keys(name -> Optional.ofNullable(environment.get(name)), Optional.empty());
    }
}
