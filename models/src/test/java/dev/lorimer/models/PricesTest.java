package dev.lorimer.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lorimer.model.Reply.Usage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PricesTest {
    private static final Prices PUBLISHED = Prices.published();

    @TempDir Path folder;

    private static Optional<BigDecimal> amount(String provider, String model, Usage usage) {
        return PUBLISHED.cost(provider, model, usage).map(Charge::amount);
    }

    @Test
    void each_kind_of_token_has_its_price_to_the_last_digit() {
        var usage = new Usage(1_000_003, 7, 900_001, 100_000, 3);
        // 2 fresh at 3, 900,001 read at 0.30, 100,000 written at 3.75, 7 out at 15, per million.
        assertThat(PUBLISHED.cost("anthropic", "claude-sonnet-4-6", usage))
                .contains(new Charge(new BigDecimal("0.6451113"), "USD", LocalDate.of(2026, 11, 23)));
    }

    @ParameterizedTest
    @CsvSource({
        "openai, gpt-4o, 2.5",
        "openai-responses, gpt-4o, 2.5",
        "openai, gpt-4o-2024-08-06, 2.5",
        "openai, gpt-4o-2024-05-13, 5",
        "anthropic, claude-opus-4-5-20251101, 5",
        "anthropic, claude-opus-4-20250514, 15",
        "anthropic, claude-3-5-haiku-latest, 0.8",
        "gemini, gemini-2.5-flash, 0.3",
    })
    void a_name_stands_for_its_dated_versions(String provider, String model, BigDecimal input) {
        Usage small = new Usage(1000, 0, 0);
        assertThat(amount(provider, model, small))
                .contains(input.movePointLeft(3).stripTrailingZeros());
    }

    @ParameterizedTest
    @CsvSource({
        "openai, gpt-4o-audio-preview",
        "openai, gpt-5-pro",
        "openai, gpt-9",
        "anthropic, claude-opus-5-6",
        "anthropic, gpt-4o",
        "azure, gpt-4o",
        "ollama, gpt-4o",
        "openai, ''",
    })
    void what_is_not_published_is_unknown(String provider, String model) {
        assertThat(PUBLISHED.cost(provider, model, new Usage(1, 1, 0))).isEmpty();
        assertThat(PUBLISHED.of(provider, model)).isEmpty();
    }

    @Test
    void long_prompts_have_their_own_price() {
        assertThat(amount("gemini", "gemini-2.5-pro", new Usage(200_000, 0, 0)))
                .contains(new BigDecimal("0.25"));
        assertThat(amount("gemini", "gemini-2.5-pro", new Usage(200_001, 0, 0)))
                .contains(new BigDecimal("0.5000025"));
        assertThat(PUBLISHED.of("gemini", "gemini-2.5-pro")).hasSize(2);
    }

    @Test
    void tokens_of_a_cache_without_a_price_of_its_own_cost_as_any_input() {
        var usage = new Usage(100, 0, 40, 60, 0);
        assertThat(amount("openai", "gpt-4o-2024-05-13", usage)).contains(new BigDecimal("0.0005"));
    }

    @Test
    void every_published_price_names_a_provider_that_there_is() {
        List<String> providers = Arrays.stream(Provider.values()).map(Provider::prefix).toList();
        for (String name : List.of("claude-opus-5", "gpt-5", "gemini-2.5-pro")) {
            assertThat(providers)
                    .anySatisfy(provider -> {
                        assertThat(PUBLISHED.of(provider, name)).isNotEmpty();
                        assertThat(PUBLISHED.of(provider, name))
                                .allSatisfy(price ->
                                        assertThat(providers).containsAll(price.providers()));
                    });
        }
    }

    @Test
    void a_file_of_ones_own_wins() throws IOException {
        Path file =
                written(
                        """
                        {"currency":"EUR","perTokens":1000000,"prices":[
                          {"providers":["openai","ollama"],"models":["gpt-4o","qwen"],
                           "input":"1","output":"2","source":"https://example.com/contract",
                           "read":"2026-01-02"}]}\
                        """);
        Prices own = PUBLISHED.with(file);
        var day = LocalDate.of(2026, 1, 2);
        var usage = new Usage(1000, 1000, 1000);
        var cost = Optional.of(new Charge(new BigDecimal("0.003"), "EUR", day));
        assertThat(own.cost("openai", "gpt-4o", usage)).isEqualTo(cost);
        assertThat(own.cost("ollama", "qwen", usage)).isEqualTo(cost);
        assertThat(own.cost("openai", "gpt-4.1", usage))
                .isEqualTo(PUBLISHED.cost("openai", "gpt-4.1", usage));
    }

    @Test
    void a_list_with_mistakes_is_refused_with_all_of_them() throws IOException {
        Path file =
                written(
                        """
                        {"currency":"dollars","perTokens":1000,"note":"x","prices":[
                          {"providers":[],"models":["a",""],"input":1.5,"source":"here",
                           "read":"yesterday","promptTokensMax":0,"cached":"-1","price":"1"}]}\
                        """);
        assertThatThrownBy(() -> PUBLISHED.with(file))
                .isInstanceOf(ModelSpecException.class)
                .hasMessageContainingAll(
                        file.toString(),
                        "unknown member \"note\"",
                        "\"currency\"",
                        "\"perTokens\"",
                        "price 1 has an unknown member \"price\"",
                        "\"providers\"",
                        "\"models\"",
                        "\"input\" that is no price",
                        "no \"output\"",
                        "\"cached\" that is no price",
                        "\"source\"",
                        "\"read\"",
                        "\"promptTokensMax\"");
    }

    @Test
    void a_file_that_is_not_there_or_no_json_is_refused() throws IOException {
        assertThatThrownBy(() -> PUBLISHED.with(folder.resolve("none")))
                .isInstanceOf(ModelSpecException.class)
                .hasMessageContaining("can not be read");
        assertThatThrownBy(() -> PUBLISHED.with(written("no json")))
                .isInstanceOf(ModelSpecException.class)
                .hasMessageContaining("no JSON object");
    }

    private Path written(String text) throws IOException {
        return Files.writeString(folder.resolve("prices.json"), text);
    }
}
