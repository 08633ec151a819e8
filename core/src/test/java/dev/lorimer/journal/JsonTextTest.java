package dev.lorimer.journal;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1] | it does not start with {",
                "{\"a\":1 | its end is missing",
                "{} {} | something follows its end",
                "{\"a\":1,\"a\":2} | malformed or has a name twice at character 10",
            })
    void a_refusal_says_where_the_text_goes_wrong(String json, String why) {
        assertThatThrownBy(() -> JsonText.requireObject(json, "line of kind \"Replied\""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("line of kind \"Replied\" is not one JSON object: ")
                .hasMessageContaining(why);
    }

    @Test
    void a_refusal_does_not_repeat_the_text() {
        assertThatThrownBy(() -> JsonText.requireObject("{\"key\":sk-12345}", "signal"))
                .hasMessageNotContaining("sk-");
    }

    @Test
    void a_text_is_refused_only_above_the_limit() {
        int around = "{\"a\":\"\"}".length();
        String largest = "{\"a\":\"%s\"}".formatted("x".repeat(JsonText.CHARACTERS_MAX - around));

        assertThatCode(() -> JsonText.requireObject(largest, "line")).doesNotThrowAnyException();
        assertThatThrownBy(() -> JsonText.requireObject(largest + " ", "line"))
                .hasMessageContaining("more than the 67108864 a journal takes");
    }
}
