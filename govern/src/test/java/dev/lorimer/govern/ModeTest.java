package dev.lorimer.govern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Which violations a change is charged with, in each mode.
class ModeTest {
    private static final String DOMAIN =
            """
            kind: dependency
            scope: { package: 'com.acme.*.domain..' }
            forbid: { package: ['com.acme.*.infra..'] }
            """;

    private static final Court INTRODUCED = Court.of(DOMAIN);
    private static final Court RATCHET = Court.of(DOMAIN + "mode: ratchet\n");
    private static final Court ABSOLUTE = Court.of(DOMAIN + "mode: absolute\n");

    private static final String ORDER = "src/main/java/com/acme/order/domain/Order.java";
    private static final String DIRTY =
            "package com.acme.order.domain;\nimport com.acme.order.infra.Db;\nclass Order {\n  Db db;\n}\n";
    private static final String CLEAN =
            "package com.acme.order.domain;\nclass Order {\n  int total;\n}\n";

    @Test
    void an_old_violation_is_not_charged_to_a_change_that_moves_its_line() {
        var later = DIRTY.replace("class Order {", "class Order {\n  int a;\n  int b;\n");

        assertThat(Court.said(INTRODUCED.judge(Map.of(ORDER, DIRTY), Map.of(ORDER, later))))
                .isEmpty();
    }

    @Test
    void an_old_violation_is_not_charged_to_a_change_elsewhere() {
        var other = "src/main/java/com/acme/order/domain/Other.java";
        var before = Map.of(ORDER, DIRTY);

        assertThat(
                        Court.said(
                                INTRODUCED.judge(
                                        before,
                                        Court.plus(
                                                before,
                                                other,
                                                "package com.acme.order.domain; class Other { }"))))
                .isEmpty();
    }

    @Test
    void a_further_use_in_a_file_that_had_one_is_charged_on_its_own_line() {
        var later = DIRTY.replace("class Order {\n", "class Order {\n  Db first;\n");

        var verdict = INTRODUCED.judge(Map.of(ORDER, DIRTY), Map.of(ORDER, later));

        assertThat(Court.lines(verdict)).containsExactly(4);
    }

    @Test
    void writing_the_same_use_with_its_full_name_is_not_new() {
        var later =
                "package com.acme.order.domain;\nclass Order {\n  com.acme.order.infra.Db db;\n}\n";

        assertThat(Court.said(INTRODUCED.judge(Map.of(ORDER, DIRTY), Map.of(ORDER, later))))
                .isEmpty();
    }

    @Test
    void a_file_moved_within_the_scope_is_not_charged_for_what_it_always_did() {
        var moved = "src/main/java/com/acme/order/domain/model/Purchase.java";
        var text =
                DIRTY.replace(
                                "package com.acme.order.domain;",
                                "package com.acme.order.domain.model;")
                        .replace("class Order", "class Purchase");

        assertThat(Court.said(INTRODUCED.judge(Map.of(ORDER, DIRTY), Map.of(moved, text))))
                .isEmpty();
    }

    @Test
    void a_file_moved_into_the_scope_is_new_there() {
        var outside = "src/main/java/com/acme/order/service/Order.java";
        var text = DIRTY.replace("order.domain;", "order.service;");

        var verdict = INTRODUCED.judge(Map.of(outside, text), Map.of(ORDER, DIRTY));

        assertThat(verdict).isInstanceOf(Verdict.Deny.class);
        assertThat(Court.lines(verdict)).containsExactly(4);
    }

    @Test
    void a_file_moved_within_the_scope_is_charged_for_what_it_does_beyond_that() {
        var moved = "src/main/java/com/acme/order/domain/Purchase.java";
        var text =
                DIRTY.replace(
                        "class Order {", "class Purchase {\n  com.acme.order.infra.Cache cache;");

        assertThat(Court.said(INTRODUCED.judge(Map.of(ORDER, DIRTY), Map.of(moved, text))))
                .containsExactly(
                        "V %s:4 com.acme.order.domain.Purchase uses com.acme.order.infra.Cache (type)"
                                .formatted(moved));
    }

    @Test
    void a_moved_target_does_not_make_its_old_users_new_offenders() {
        var db = "src/main/java/com/acme/order/infra/Db.java";
        var dbText =
                "package com.acme.order.infra;\npublic class Db {\n  int a;\n  int b;\n  int c;\n}\n";
        var moved = "src/main/java/com/acme/order/infra/sql/Db.java";

        var verdict =
                INTRODUCED.judge(
                        Map.of(ORDER, DIRTY, db, dbText),
                        Map.of(
                                ORDER,
                                DIRTY.replace("infra.Db", "infra.sql.Db"),
                                moved,
                                dbText.replace("order.infra;", "order.infra.sql;")));

        assertThat(Court.said(verdict)).isEmpty();
    }

    @Test
    void a_change_of_the_package_line_alone_moves_a_file_into_the_scope() {
        var outside = DIRTY.replace("order.domain;", "order.service;");

        assertThat(INTRODUCED.judge(Map.of(ORDER, outside), Map.of(ORDER, DIRTY)))
                .isInstanceOf(Verdict.Deny.class);
    }

    @Test
    void removing_a_violation_is_never_charged() {
        for (var court : List.of(INTRODUCED, RATCHET, ABSOLUTE)) {
            assertThat(Court.said(court.judge(Map.of(ORDER, DIRTY), Map.of(ORDER, CLEAN))))
                    .isEmpty();
        }
    }

    @Test
    void a_ratchet_lets_one_violation_replace_another_and_never_grow() {
        var other = "src/main/java/com/acme/order/domain/Other.java";
        var otherDirty = DIRTY.replace("class Order", "class Other");
        var otherClean = CLEAN.replace("class Order", "class Other");

        assertThat(
                        Court.said(
                                RATCHET.judge(
                                        Map.of(ORDER, DIRTY, other, otherClean),
                                        Map.of(ORDER, CLEAN, other, otherDirty))))
                .isEmpty();
        assertThat(
                        RATCHET.judge(
                                Map.of(ORDER, DIRTY, other, otherClean),
                                Map.of(ORDER, DIRTY, other, otherDirty)))
                .isInstanceOf(Verdict.Deny.class);
    }

    @Test
    void an_absolute_rule_sees_files_that_the_change_does_not_touch() {
        var before = Map.of(ORDER, DIRTY);

        assertThat(Court.lines(ABSOLUTE.judge(before, Court.plus(before, "README.md", "hello"))))
                .containsExactly(4);
        assertThat(Court.lines(ABSOLUTE.judge(before, before))).containsExactly(4);
    }

    @Test
    void an_absolute_rule_sees_through_escapes_and_blanks_in_untouched_files() {
        for (var code :
                List.of(
                        "package com.acme.order.domain; class A { com.acme.order.\\u0069nfra.Db d; }",
                        "package com.acme.order.domain; class A { com.acme.order./**/infra . Db d; }",
                        "package com.acme.order.domain; import com.acme.order.infra.*; class A { Db d; }")) {
            var before = Map.of("src/main/java/com/acme/order/domain/A.java", code);
            assertThat(ABSOLUTE.judge(before, before)).as(code).isInstanceOf(Verdict.Deny.class);
        }
    }

    @Test
    void an_identity_outlives_moved_lines_and_names_the_same_thing_in_every_mode() {
        var shifted = "\n\n\n" + DIRTY;

        var first = INTRODUCED.adding(ORDER, DIRTY).evidence().findings().getFirst();
        var second = INTRODUCED.adding(ORDER, shifted).evidence().findings().getFirst();
        var third = ABSOLUTE.adding(ORDER, DIRTY).evidence().findings().getFirst();

        assertThat(second.place()).isNotEqualTo(first.place());
        assertThat(second.identity())
                .isEqualTo(first.identity())
                .isEqualTo(third.identity())
                .hasSize(32);
    }

    @Test
    void two_equal_violations_have_two_identities() {
        var twice = DIRTY.replace("  Db db;\n", "  Db db;\n  Db second;\n");

        var findings = INTRODUCED.adding(ORDER, twice).evidence().findings();

        assertThat(findings).hasSize(2);
        assertThat(findings.get(0).identity()).isNotEqualTo(findings.get(1).identity());
    }
}
