package dev.lorimer.govern.decision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamePatternTest {
    @ParameterizedTest
    @CsvSource({
        "com.acme, com.acme, true",
        "com.acme, com.acme.a, false",
        "com.acme.., com.acme, true",
        "com.acme.., com.acme.a.b, true",
        "com.acme.., com.acmex, false",
        "com.acme.*.domain.., com.acme.order.domain, true",
        "com.acme.*.domain.., com.acme.order.domain.a.b, true",
        "com.acme.*.domain.., com.acme.domain, false",
        "com.acme.*.domain.., com.acme.a.b.domain, false",
        "..internal.., a.internal.b, true",
        "..internal.., internal, true",
        "..internal.., a.internals, false",
        "..internal, a.b.internal, true",
        "..internal, a.internal.b, false",
        "com..impl, com.impl, true",
        "com..impl, com.a.b.impl, true",
        "com.ac*e, com.acme, true",
        "com.*, com.acme, true",
        "com.*, com.acme.a, false",
        ".., anything.at.all, true",
        "*, one, true",
        "*, one.two, false",
        "a..b..c, a.x.b.b.y.c, true",
        "a..b..c, a.x.c.y.b, false",
    })
    void a_pattern_matches_whole_names(String pattern, String name, boolean matches) {
        assertThat(NamePattern.of(pattern).matches(name)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({"com.acme.order.., order", "..internal.., internal", "*.*, ''", "a*.bc, bc"})
    void a_pattern_names_a_word_without_which_nothing_matches(String pattern, String name) {
        assertThat(NamePattern.of(pattern).longestName().length()).isEqualTo(name.length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"com.acme.*.domain..", "..internal..", "a.b*c", "com.acme"})
    void a_sample_matches_its_own_pattern(String pattern) {
        assertThat(NamePattern.of(pattern).matches(NamePattern.of(pattern).sample())).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "abc.def, abc", "abc\\.def, abc.def", "(abc)def, def", "(abc)?def, def", "abcd?efg, abc",
                "abcd+, abcd", "abc|def, ''", "(abc|def), ''",
        "[abc]def, def", "'abc\\sdefg', defg", "'abc\\s|defg', ''", "(?i)abc, ''", "ab, ''",
                "abc{2}def, def", "'([)])abc', abc", "'[]x]abc', ''",
        "'a(b(c)d)efg', efg", "'password\\s*=', password",
    })
    void every_match_of_an_expression_holds_its_literal(String regex, String literal) {
        assertThat(Regex.of(regex).literal()).isEqualTo(literal);
    }
}
