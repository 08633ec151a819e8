package dev.lorimer.govern.tongues;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.govern.Finding;
import dev.lorimer.govern.Inquiry;
import dev.lorimer.govern.Judge;
import dev.lorimer.govern.decision.Actor;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Engines;
import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.govern.decision.Phase;
import dev.lorimer.govern.source.FactIndex;
import dev.lorimer.govern.source.FactStore;
import dev.lorimer.govern.tree.MemoryTree;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What counts as a use of something forbidden in the languages that tree-sitter reads.
class TreeSitterTest {
    private static final String INFRA =
            "kind: dependency\nlang: [kotlin, python, typescript, javascript, go]\nforbid: { package: ['acme.infra..', 'com.acme.infra..'] }";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import acme.infra",
                "import acme.infra.db as d",
                "from acme.infra import db",
                "from acme import infra",
                "from acme.infra.db import (\n  Session,\n  Pool as P)",
                "from ..infra.db import Session",
                "from .. import infra",
                "from acme.infra.db import *",
                "def f():\n    import acme.infra.db",
                "if True: from acme.infra import db",
                "import importlib\nx = importlib.import_module('acme.infra.db')",
                "x = __import__('acme.infra')",
                "import acme\nx = acme.infra.db.Session()",
                "\uFEFFimport acme.infra\r\n",
            })
    void python_uses_are_seen(String code) {
        assertThat(violations(INFRA, "src/acme/domain/a.py", code)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# import acme.infra",
                "'''\nimport acme.infra\n'''",
                "import acme.infrared",
                "from ..domain import infra_free",
                "x = 'acme.infra.db'",
            })
    void python_words_are_no_uses(String code) {
        assertThat(said(INFRA, "src/acme/domain/a.py", code)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import { Db } from '../infra/db';",
                "import type { Db } from '../infra/db';",
                "import db from \"../infra/db.js\";",
                "import '../infra/db';",
                "import * as d from '../infra';",
                "import d = require('../infra/db');",
                "export * from '../infra/db';",
                "export { Db } from '../infra/db';",
                "const d = require('../infra/db');",
                "const { a, b: c } = require('../infra/db');",
                "async function f() { await import('../infra/db'); }",
                "let x: import('../infra/db').Db;",
            })
    void typescript_uses_are_seen(String code) {
        assertThat(violations(INFRA, "src/acme/domain/a.ts", code)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "// import '../infra/db'",
                "/** {@link import('../infra/db')} */ const x = 1;",
                "import '../infrared/db';",
                "const s = '../infra/db';",
                "const s = `import '../infra/db'`;",
            })
    void typescript_words_are_no_uses(String code) {
        assertThat(said(INFRA, "src/acme/domain/a.ts", code)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "package d\nimport \"acme/infra\"\nvar _ = infra.X",
                "package d\nimport (\n\t\"fmt\"\n\tq \"acme/infra/db\"\n)\nfunc f() { fmt.Println(q.X) }",
                "package d\nimport _ \"acme/infra/db\"",
                "package d\nimport . \"acme/infra/db\"",
                "package d\nimport `acme/infra/db`",
            })
    void go_uses_are_seen(String code) {
        assertThat(violations(INFRA, "domain/a.go", code)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "package d\n// import \"acme/infra\"\n",
                "package d\nvar s = \"acme/infra\"",
                "package d\nimport \"acme/infrared\"\nvar _ = infrared.X",
            })
    void go_words_are_no_uses(String code) {
        assertThat(said(INFRA, "domain/a.go", code)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import com.acme.infra.Db\nclass A(val d: Db)",
                "import com.acme.infra.Db as D\nclass A : D()",
                "import com.acme.infra.*\nclass A { val d: Db? = null }",
                "import com.acme.infra.connect\nfun f() = connect()",
                "import com.acme.infra.getValue\nclass A",
                "class A { fun f() = com.acme.infra.Db.open() }",
                "class A { val d: com.acme.infra.Db? = null }",
                "import com.acme.infra.Db\nclass A { val k = Db::class }",
                "import com.acme.infra.Db\nclass A { val k = Db::open }",
                "import com.acme.infra.Db\n@Db class A",
                "import com.acme.infra.Db\nclass A { val l: List<Db> = listOf() }",
                "import com.acme.infra.Db\nfun f(x: Any) = x is Db",
                "import com.acme.infra.Db\nfun f() { Db.open() }",
                "import com.acme.infra.Db\ntypealias E = Db",
                "import com.acme.infra.Db\nfun Db.ext() = 1",
                "import `com`.acme.`infra`.Db\nclass A(val d: Db)",
            })
    void kotlin_uses_are_seen(String code) {
        assertThat(
                        violations(
                                INFRA,
                                "src/main/kotlin/com/acme/domain/A.kt",
                                "package com.acme.domain\n" + code))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import com.acme.infra.Db\n/** See [Db]. */\nclass A",
                "// com.acme.infra.Db\nclass A",
                "val s = \"com.acme.infra.Db\"",
                "import com.acme.infrared.Db\nclass A(val d: Db)",
            })
    void kotlin_words_are_no_uses(String code) {
        assertThat(
                        said(
                                INFRA,
                                "src/main/kotlin/com/acme/domain/A.kt",
                                "package com.acme.domain\n" + code))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.py | import acme.infra; def f(:",
                "a.ts | import '../infra/db'; class {{",
                "a.go | package d; import \"acme/infra\"; func {{",
                "A.kt | import com.acme.infra.connect; class {{ fun (",
            })
    void what_cannot_be_parsed_is_said_and_its_imports_count(String name, String code) {
        var said = said(INFRA, "src/acme/domain/" + name, code.replace("; ", "\n"));
        assertThat(said)
                .anyMatch(line -> line.startsWith("I ") && line.contains("can't be parsed"));
        assertThat(said).anyMatch(line -> line.startsWith("V "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "python | a.py | import sqlite3\\nc = sqlite3.connect('x')\\nc.execute('y') | sqlite3",
                "python | a.py | from sqlite3 import connect\\ndef f():\\n  with connect('x') as c:\\n    c.execute('y') | sqlite3",
                "python | a.py | from sqlite3 import Connection\\nclass A:\\n  def __init__(self, c: Connection):\\n    self.c = c\\n  def f(self):\\n    self.c.execute('y') | sqlite3",
                "typescript | a.ts | import { Pool } from 'pg'; class A { constructor(private p: Pool) {} f() { this.p.execute('y'); } } | pg.Pool",
                "typescript | a.tsx | import { Pool } from 'pg'; const p = new Pool(); const v = <b>{p.execute('y')}</b>; | pg.Pool",
                "javascript | a.jsx | const { Pool } = require('pg'); const p = new Pool(); const v = <b>{p.execute('y')}</b>; | pg.Pool",
                "go | a.go | package a\\nimport \"database/sql\"\\nfunc f(d *sql.DB) { d.execute(1) } | database.sql.DB",
                "go | a.go | package a\\nimport \"database/sql\"\\ntype S struct { d *sql.DB }\\nfunc (s *S) f() { s.d.execute(1) } | database.sql.DB",
                "kotlin | A.kt | import java.sql.Statement\\nclass A(private val s: Statement) { fun f() { s.execute(\"y\") } } | java.sql.Statement",
                "kotlin | A.kt | import java.sql.Statement\\nclass A(private val s: Statement) { fun f() { this.s.execute(\"y\") } } | java.sql.Statement",
            })
    void calls_are_seen_through_variables(String language, String name, String code, String owner) {
        var rule =
                "kind: pattern\nlang: %s\nmatch: { call: { owner: ['%s'], name: [execute] } }"
                        .formatted(language, owner);
        assertThat(violations(rule, name, code.replace("\\n", "\n"))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "python | a.py | q = 'select a' + x + ' from t'",
                "python | a.py | q = f'select {x} from t'",
                "python | a.py | q = ('select a '\\n  'from t')",
                "typescript | a.ts | const q = `select ${x} from t`;",
                "javascript | a.js | const q = 'select a' + x + ' from t';",
                "go | a.go | package a\\nvar q = \"select \" + x + ` from t`",
                "kotlin | A.kt | val q = \"select $x from t\"",
                "kotlin | A.kt | val q = \"select \" + x + \" from t\"",
            })
    void strings_are_seen_whole(String language, String name, String code) {
        var rule =
                "kind: pattern\nlang: %s\nmatch: { string: { regex: '(?i)^select\\s.+\\sfrom\\s' } }"
                        .formatted(language);
        assertThat(violations(rule, name, code.replace("\\n", "\n"))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "python | a.py | from web import route\\n@route('/x')\\ndef f(): pass | method | web.route",
                "python | a.py | import dataclasses\\n@dataclasses.dataclass\\nclass A: pass | type | dataclasses.dataclass",
                "typescript | a.ts | import { In } from 'core'; class A { @In() x: string; } | field | core.In",
                "typescript | a.ts | import { In } from 'core'; class A { @In() m() {} } | method | core.In",
                "typescript | a.ts | import { In } from 'core'; @In() export class A { } | type | core.In",
                "kotlin | A.kt | import core.In\\nclass A { @In val x = 1 } | field | core.In",
                "kotlin | A.kt | import core.In\\nclass A { @field:In lateinit var x: String } | field | core.In",
                "kotlin | A.kt | import core.In\\n@In(\"a\") class A | type | core.In",
            })
    void annotations_and_decorators_are_seen(
            String language, String name, String code, String element, String annotation) {
        var rule =
                "kind: pattern\nlang: %s\nmatch: { %s: { annotatedWith: ['%s'] } }"
                        .formatted(language, element, annotation);
        assertThat(violations(rule, name, code.replace("\\n", "\n"))).hasSize(1);
    }

    @Test
    void text_outside_of_the_basic_plane_moves_no_place() {
        var code = "s = '\uD83D\uDE00\uD83D\uDE00'\nfrom acme.infra import db\n";
        assertThat(violations(INFRA, "src/acme/domain/a.py", code))
                .containsExactly(
                        "V src/acme/domain/a.py:2 src/acme/domain/a.py uses acme.infra.db (import)");
    }

    @Test
    void a_file_nested_too_deep_is_undecided() {
        var code = "x = " + "[".repeat(3_000) + "]".repeat(3_000) + "\n";
        assertThat(said(INFRA, "a.py", code))
                .anyMatch(line -> line.startsWith("I ") && line.contains("nested"));
    }

    private static List<String> violations(String rule, String path, String code) {
        return said(rule, path, code).stream().filter(line -> line.startsWith("V ")).toList();
    }

    private static List<String> said(String rule, String path, String code) {
        var record =
                "---\nstatus: accepted\n---\n# D-0007: Order\n\n## Decision\n\nWe keep order.\n\n```constraint\nid: rule\n"
                        + rule
                        + "\nminSubjects: 0\n```\n";
        var decisions =
                DecisionSet.read(
                        MemoryTree.of(Map.of("docs/decisions/0007-order.md", record)),
                        Expressions.none());
        assertThat(decisions.problems()).isEmpty();
        var inquiry =
                new Inquiry(Phase.CI, LocalDate.of(2026, 11, 23), new Actor.Unknown(), Set.of());
        return new Judge(
                        Engines.of(Expressions.none()),
                        new FactIndex(new TreeSitter(), FactStore.none()))
                        .judge(
                                decisions,
                                MemoryTree.empty(),
                                MemoryTree.of(Map.of(path, code)),
                                inquiry)
                        .evidence()
                        .findings()
                        .stream()
                        .map(TreeSitterTest::said)
                        .toList();
    }

    private static String said(Finding finding) {
        return "%s %s %s"
                .formatted(finding.kind().name().charAt(0), finding.place(), finding.message());
    }
}
