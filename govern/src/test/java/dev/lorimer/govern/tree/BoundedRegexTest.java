package dev.lorimer.govern.tree;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.PatternSyntaxException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedRegexTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a{1,1000}){1,1000}){1,1000}",
                "(?:(?:[a-z]{500}){500}){2}",
                "((\\w{1,300}\\s){1,300}x){1,300}",
                "(([]a]{1000}){1000,})"
            })
    void repetitions_that_multiply_are_refused_at_once(String regex) {
        assertThatThrownBy(() -> BoundedRegex.check(regex))
                .isInstanceOf(PatternSyntaxException.class)
                .hasMessageContaining("too large");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a{1,1000}",
                "(?i)(password|secret)\\s*[:=]\\s*['\"][^'\"]{8,64}['\"]",
                "\\{1,1000\\}{2}",
                "[{]1,1000[}]",
                "x{,5}",
                "([0-9]{1,3}\\.){3}[0-9]{1,3}"
            })
    void ordinary_patterns_pass(String regex) {
        assertThatCode(() -> BoundedRegex.check(regex)).doesNotThrowAnyException();
    }
}
