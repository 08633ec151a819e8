package dev.lorimer.govern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.govern.decision.Actor;
import dev.lorimer.govern.decision.Artifacts;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Engines;
import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.govern.decision.Phase;
import dev.lorimer.govern.decision.Programs;
import dev.lorimer.govern.decision.Severity;
import dev.lorimer.govern.decision.Trace;
import dev.lorimer.govern.decision.Trace.Call;
import dev.lorimer.govern.tree.MemoryTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/// The twelve decisions of the language's specification, word by word, held against changes.
class TwelveDecisionsTest {
    private static final LocalDate DATE = LocalDate.of(2026, 11, 23);
    private static final String POM =
            "<project><artifactId>%s</artifactId><dependencies>%s</dependencies></project>";

    /// Files that give every constraint something to look at, in order.
    private static Map<String, String> orderly() {
        var files = new HashMap<String, String>();
        files.put("docs/adr/0001-all.md", record());
        files.put("pom.xml", POM.formatted("root", ""));
        files.put("payments-api/pom.xml", POM.formatted("payments-api", ""));
        files.put(
                "payments-api/src/main/java/com/acme/payments/Payments.java",
                "package com.acme.payments;\npublic interface Payments {\n  void pay(long cents);\n}\n");
        files.put(
                "src/main/java/com/acme/order/domain/Order.java",
                "package com.acme.order.domain;\npublic class Order {\n  long total;\n}\n");
        files.put(
                "src/main/java/com/acme/security/AuthFilter.java",
                "package com.acme.security;\nimport jakarta.servlet.annotation.WebFilter;\n@WebFilter(\"/api/*\")\npublic class AuthFilter implements jakarta.servlet.Filter {}\n");
        files.put(
                "src/main/java/com/acme/web/OrderController.java",
                controller("OrderController", "\"/api/orders\""));
        files.put("src/main/kotlin/com/acme/Note.kt", "package com.acme\nclass Note\n");
        files.put("db/migration/V1__start.sql", "create table start (id int);\n");
        files.put("services/orders/pom.xml", POM.formatted("orders", ""));
        files.put(
                "services/orders/src/main/java/com/acme/orders/OrderLine.java",
                "package com.acme.orders;\nimport jakarta.persistence.Entity;\n@Entity\npublic class OrderLine { long id; }\n");
        files.put("services/billing/pom.xml", POM.formatted("billing", ""));
        files.put("services/billing/db/V1__ledger.sql", "create table ledger (id int);\n");
        files.put(".github/workflows/ci.yml", "on: push\n");
        return files;
    }

    private static String controller(String name, String path) {
        return """
        package com.acme.web;
        import org.springframework.web.bind.annotation.GetMapping;
        import org.springframework.web.bind.annotation.RequestMapping;
        import org.springframework.web.bind.annotation.RestController;
        @RestController
        @RequestMapping(%s)
        public class %s {
          @GetMapping("/all")
          String all() { return ""; }
        }
        """
                .formatted(path, name);
    }

    private static String record() {
        try (InputStream in =
                Objects.requireNonNull(
                        TwelveDecisionsTest.class.getResourceAsStream("twelve-decisions.yaml"))) {
            return "---\nstatus: accepted\n---\n# ADR-0001: All of them\n\n## Decision\n\nWe keep order.\n\n```constraint\n"
                    + new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    + "```\n";
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static DecisionSet law() {
        return DecisionSet.read(MemoryTree.of(orderly()), Expressions.none());
    }

    private static final Artifacts PUBLISHED =
            coordinates ->
                    coordinates.equals("com.acme:payments-api:3.2.0")
                            ? Optional.of(
                                    jar(
                                            "com.acme.payments.Payments",
                                            "package com.acme.payments; public interface Payments { void pay(long cents); }"))
                            : Optional.empty();

    private static Verdict judge(Map<String, String> changes, Inquiry inquiry) {
        return judge(changes, inquiry, PUBLISHED);
    }

    private static Verdict judge(
            Map<String, String> changes, Inquiry inquiry, Artifacts artifacts) {
        var before = orderly();
        var after = new TreeMap<>(before);
        after.putAll(changes);
        after.values().removeIf(String::isEmpty);
        return new Judge(new Engines(Expressions.none(), artifacts, Programs.none()))
                .judge(law(), MemoryTree.of(before), MemoryTree.of(after), inquiry);
    }

    private static Inquiry at(Phase phase) {
        return new Inquiry(phase, DATE, new Actor.Agent("coder"), Set.of());
    }

    /// What was found, without what follows from the expression engine that is not here.
    private static List<String> said(Verdict verdict) {
        var said = new ArrayList<String>();
        for (var finding : verdict.evidence().findings()) {
            if (!finding.constraint().endsWith("change-size-budget")) {
                said.add(
                        "%s %s %s"
                                .formatted(
                                        finding.kind() == Finding.Kind.INCOMPLETE
                                                ? "?"
                                                : finding.severity(),
                                        finding.constraint().substring(9),
                                        finding.place()));
            }
        }
        return said;
    }

    private static List<String> adding(String path, String text) {
        return said(judge(Map.of(path, text), at(Phase.CI)));
    }

    @Test
    void all_twelve_are_read_as_written() {
        assertThat(law().problems()).isEmpty();
        assertThat(law().decisions().getFirst().constraints()).hasSize(12);
    }

    @Test
    void an_orderly_repository_stays_so() {
        assertThat(said(judge(Map.of("README.md", "hello"), at(Phase.CI)))).isEmpty();
    }

    @Test
    void d1_domain_must_not_depend_on_infrastructure() {
        var path = "src/main/java/com/acme/order/domain/Bad.java";
        assertThat(
                        adding(
                                path,
                                "package com.acme.order.domain;\nimport com.acme.order.infrastructure.Db;\nclass Bad { Db db; }\n"))
                .containsExactly("DENY domain-not-infrastructure " + path + ":3");
    }

    @Test
    void d2_a_forbidden_library_is_seen_in_build_files_and_code() {
        assertThat(
                        adding(
                                "pom.xml",
                                POM.formatted(
                                        "root",
                                        "<dependency><groupId>com.google.code.gson</groupId><artifactId>gson</artifactId></dependency>")))
                .containsExactly("DENY jackson-not-gson pom.xml:1");
        assertThat(
                        adding(
                                "src/main/java/com/acme/J.java",
                                "package com.acme;\nclass J { com.google.gson.Gson g; }\n"))
                .containsExactly("DENY jackson-not-gson src/main/java/com/acme/J.java:2");
    }

    @Test
    void d3_field_injection_is_refused_outside_of_tests() {
        var text =
                "package com.acme;\nimport jakarta.inject.Inject;\nclass I { @Inject String s; }\n";
        assertThat(adding("src/main/java/com/acme/I.java", text))
                .containsExactly("DENY no-field-injection src/main/java/com/acme/I.java:3");
        assertThat(adding("src/test/java/com/acme/I.java", text)).isEmpty();
    }

    @Test
    void d3_the_examples_show_what_they_should() {
        var tests = ConstraintTests.run(law(), new Judge(Expressions.none()));

        assertThat(tests.kept()).isTrue();
        assertThat(
                        tests.outcomes().stream()
                                .filter(one -> one.result() instanceof ConstraintTests.Result.Kept)
                                .map(ConstraintTests.Outcome::example))
                .contains("fail 1", "pass 1");
    }

    @Test
    void d4_a_handler_beside_the_filter_is_refused_and_one_behind_it_is_not() {
        var path = "src/main/java/com/acme/web/OpenController.java";
        assertThat(adding(path, controller("OpenController", "\"/open\"")))
                .containsExactly("DENY handlers-behind-auth " + path + ":5");
        assertThat(adding(path, controller("OpenController", "\"/api/more\""))).isEmpty();
        assertThat(
                        adding(
                                path,
                                controller("OpenController", "\"/open\"")
                                        .replace(
                                                "@RestController",
                                                "@com.acme.security.PublicEndpoint\n@RestController")))
                .isEmpty();
    }

    @Test
    void d4_a_path_that_nobody_can_read_is_undecided() {
        var path = "src/main/java/com/acme/web/OpenController.java";
        assertThat(adding(path, controller("OpenController", "Elsewhere.PATH")))
                .containsExactly("? handlers-behind-auth " + path + ":5");
    }

    @Test
    void d4_a_filter_that_goes_leaves_its_handlers_open() {
        assertThat(
                        said(
                                judge(
                                        Map.of(
                                                "src/main/java/com/acme/security/AuthFilter.java",
                                                "package com.acme.security;\npublic class AuthFilter {}\n"),
                                        at(Phase.CI))))
                .containsExactly(
                        "DENY handlers-behind-auth src/main/java/com/acme/web/OrderController.java:5");
    }

    @Test
    void d4_without_any_handler_the_rule_says_that_it_checks_nothing() {
        assertThat(
                        said(
                                judge(
                                        Map.of(
                                                "src/main/java/com/acme/web/OrderController.java",
                                                ""),
                                        at(Phase.CI))))
                .containsExactly("? handlers-behind-auth (the change)");
    }

    @Test
    void d5_no_new_date() {
        assertThat(
                        adding(
                                "src/main/java/com/acme/D.java",
                                "package com.acme;\nclass D { java.util.Date d; }\n"))
                .containsExactly("DENY no-new-java-util-date src/main/java/com/acme/D.java:2");
    }

    @Test
    void d6_migrations_are_only_added_and_in_order() {
        assertThat(adding("db/migration/V1__start.sql", "create table other (id int);\n"))
                .contains("DENY migrations-append-only db/migration/V1__start.sql");
        assertThat(adding("db/migration/V2__more.sql", "create table more (id int);\n")).isEmpty();
        assertThat(adding("db/migration/V0__less.sql", "create table less (id int);\n"))
                .contains("DENY migrations-append-only db/migration/V0__less.sql");
    }

    @Test
    void d7_a_frozen_interface_takes_defaults_and_types_only() {
        var path = "payments-api/src/main/java/com/acme/payments/Payments.java";
        assertThat(
                        adding(
                                path,
                                "package com.acme.payments;\npublic interface Payments {\n  void pay(long cents);\n  default void refund(long cents) {}\n}\n"))
                .isEmpty();
        assertThat(
                        adding(
                                path,
                                "package com.acme.payments;\npublic interface Payments {\n  void pay(long cents);\n  void refund(long cents);\n}\n"))
                .containsExactly("DENY payments-api-frozen " + path);
        assertThat(
                        adding(
                                path,
                                "package com.acme.payments;\npublic interface Payments {\n  void pay(String cents);\n}\n"))
                .containsExactly(
                        "DENY payments-api-frozen " + path, "DENY payments-api-frozen " + path);
    }

    @Test
    void d7_without_its_baseline_it_is_undecided() {
        var path = "payments-api/src/main/java/com/acme/payments/Other.java";
        assertThat(
                        said(
                                judge(
                                        Map.of(
                                                path,
                                                "package com.acme.payments; public class Other {}"),
                                        at(Phase.CI),
                                        Artifacts.none())))
                .containsExactly("? payments-api-frozen (the change)");
    }

    @Test
    void d8_sql_stands_in_repositories_only() {
        var text =
                "package com.acme.%s;\nclass Q { String q = \"select id from order_x where 1\"; }\n";
        assertThat(adding("src/main/java/com/acme/shop/Q.java", text.formatted("shop")))
                .containsExactly(
                        "DENY sql-only-in-repositories src/main/java/com/acme/shop/Q.java:2");
        assertThat(
                        adding(
                                "src/main/java/com/acme/shop/repository/Q.java",
                                text.formatted("shop.repository")))
                .isEmpty();
    }

    @Test
    void d9_an_agent_asks_before_it_touches_ci_and_a_person_does_not() {
        var change = Map.of(".github/workflows/ci.yml", "on: pull_request\n");

        assertThat(said(judge(change, at(Phase.FINISH))))
                .containsExactly("ASK agent-path-guard .github/workflows/ci.yml");
        assertThat(
                        said(
                                judge(
                                        change,
                                        new Inquiry(
                                                Phase.FINISH,
                                                DATE,
                                                new Actor.Human("ann"),
                                                Set.of()))))
                .isEmpty();
    }

    @Test
    void d10_nothing_goes_out_after_a_secret_came_in() {
        var read = new Call("read_file", Set.of("read"), List.of("app/.env"), Set.of());
        var send = new Call("http.post", Set.of("network-egress"), List.of(), Set.of());
        var cleared = new Call("human.declassify", Set.of(), List.of(), Set.of());

        assertThat(traced(read, send)).containsExactly("DENY no-egress-after-secret (the change)");
        assertThat(traced(send, read)).isEmpty();
        assertThat(traced(read, cleared, send)).isEmpty();
        assertThat(traced(read, new Call("shell", Set.of(), List.of(), Set.of())))
                .containsExactly("? no-egress-after-secret (the change)");
    }

    private static List<String> traced(Call... calls) {
        return said(
                judge(
                        Map.of(),
                        new Inquiry(
                                Phase.TOOL,
                                DATE,
                                new Actor.Agent("coder"),
                                Set.of(),
                                new Trace.Told(List.of(calls)))));
    }

    @Test
    void d11_without_an_engine_a_budget_is_undecided_and_never_passes() {
        assertThat(judge(Map.of("a.txt", "a"), at(Phase.CI)).evidence().findings())
                .filteredOn(one -> one.constraint().endsWith("change-size-budget"))
                .singleElement()
                .extracting(Finding::kind)
                .isEqualTo(Finding.Kind.INCOMPLETE);
    }

    @Test
    void d12_a_service_touches_no_table_of_another() {
        var code = "services/billing/src/main/java/com/acme/billing/repository/Peek.java";
        assertThat(
                        adding(
                                code,
                                "package com.acme.billing.repository;\nclass Peek { String q = \"SELECT * FROM order_line l JOIN invoice i ON i.id = l.id\"; }\n"))
                .containsExactly("DENY services-own-their-tables " + code + ":2");
        assertThat(
                        adding(
                                "services/billing/db/V2__x.sql",
                                "-- from order\nalter table \"order\" add column x int;\n"))
                .containsExactly("DENY services-own-their-tables services/billing/db/V2__x.sql:2");
        assertThat(
                        adding(
                                "services/orders/src/main/java/com/acme/orders/I.java",
                                "package com.acme.orders;\nimport jakarta.persistence.*;\n@Entity\n@Table(name = \"invoice\")\nclass I {}\n"))
                .containsExactly(
                        "DENY services-own-their-tables services/orders/src/main/java/com/acme/orders/I.java:4");
    }

    @Test
    void d12_a_table_of_nobody_is_a_warning() {
        var verdict =
                judge(
                        Map.of("services/billing/db/V2__x.sql", "create table mystery (id int);\n"),
                        at(Phase.CI));

        assertThat(said(verdict))
                .containsExactly("WARN services-own-their-tables services/billing/db/V2__x.sql:1");
        assertThat(verdict.evidence().findings().getLast().severity()).isEqualTo(Severity.WARN);
    }

    private static byte[] jar(String name, String source) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var out = new ByteArrayOutputStream();
        var file =
                new SimpleJavaFileObject(
                        URI.create("memory:///" + name.replace('.', '/') + ".java"),
                        JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignore) {
                        return source;
                    }
                };
        var classes = new TreeMap<String, ByteArrayOutputStream>();
        var files =
                new ForwardingJavaFileManager<JavaFileManager>(
                        compiler.getStandardFileManager(null, null, null)) {
                    @Override
                    public JavaFileObject getJavaFileForOutput(
                            Location place,
                            String type,
                            JavaFileObject.Kind kind,
                            FileObject sibling) {
                        var bytes = new ByteArrayOutputStream();
                        classes.put(type, bytes);
                        return new SimpleJavaFileObject(
                                URI.create("memory:///" + type.replace('.', '/') + ".class"),
                                kind) {
                            @Override
                            public ByteArrayOutputStream openOutputStream() {
                                return bytes;
                            }
                        };
                    }
                };
        if (!compiler.getTask(null, files, null, List.of(), null, List.of(file)).call()) {
            throw new AssertionError("the baseline does not compile");
        }
        try (var zip = new ZipOutputStream(out)) {
            for (var entry : classes.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey().replace('.', '/') + ".class"));
                zip.write(entry.getValue().toByteArray());
                zip.closeEntry();
            }
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
        return out.toByteArray();
    }
}
