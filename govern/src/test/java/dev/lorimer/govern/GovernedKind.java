package dev.lorimer.govern;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A constraint, and a change of one file that it looks at and lets pass.
///
/// @param reads whether it reads what the file holds
/// @param broken content of that file that nobody can parse; empty when there is none such
record GovernedKind(
        String name, String yaml, String path, String text, boolean reads, String broken) {
    @Override
    public String toString() {
        return name;
    }

    Map<String, String> before() {
        var files = new TreeMap<String, String>();
        files.put("README.md", "hello\n");
        files.put("guarded/a.txt", "as it is\n");
        files.put(RECORD, Court.record("accepted", "id: rule\n" + yaml));
        if (name.equals("api-compat")) {
            files.put("pom.xml", "<project><artifactId>shop</artifactId></project>");
        }
        return files;
    }

    Map<String, String> after() {
        return Court.plus(before(), path, text);
    }

    static final String RECORD = "docs/decisions/0007-rule.md";
    static final String JAVA = "src/main/java/com/acme/shop/Shop.java";

    static final String CLASS = "package com.acme.shop;\npublic class Shop { long total; }\n";
    static final String NO_JAVA = "package com.acme.shop;\nclass Shop { long = ; void { \n";
    private static final String POM =
            "<project><artifactId>shop</artifactId><dependencies></dependencies></project>";

    static final List<GovernedKind> ALL =
            List.of(
                    java(
                            "dependency",
                            "kind: dependency\nscope: { path: 'src/**' }\nforbid: { package: ['java.sql..'] }"),
                    java(
                            "dependency, absolute",
                            "kind: dependency\nscope: { path: 'src/**' }\nforbid: { package: ['java.sql..'] }\nmode: absolute"),
                    java(
                            "dependency, allow",
                            "kind: dependency\nscope: { path: 'src/**' }\nallow: { package: ['com.acme..'] }"),
                    java(
                            "layers",
                            "kind: dependency\nlayers: ['com.acme.shop..', 'com.acme.db..']"),
                    java("cycles", "kind: dependency\nacyclic: 'com.acme.*'"),
                    java(
                            "api-use",
                            "kind: api-use\nlang: java\nscope: { path: 'src/**' }\nforbid: { type: ['java.util.Date'] }"),
                    java(
                            "api-use, ratchet",
                            "kind: api-use\nlang: java\nscope: { path: 'src/**' }\nforbid: { method: ['java.lang.System#exit'] }\nmode: ratchet"),
                    new GovernedKind(
                            "pattern",
                            "kind: pattern\nscope: { path: 'notes/**' }\nmatch: { regex: 'bad' }",
                            "notes/a.txt",
                            "good\n",
                            true,
                            ""),
                    new GovernedKind(
                            "pattern, absolute",
                            "kind: pattern\nscope: { path: 'notes/**' }\nmatch: { regex: 'bad' }\nmode: absolute",
                            "notes/a.txt",
                            "good\n",
                            true,
                            ""),
                    java(
                            "pattern by syntax",
                            "kind: pattern\nlang: java\nscope: { path: 'src/**' }\nmatch: { call: { owner: ['java.sql.Statement'] } }"),
                    java(
                            "pattern of annotations",
                            "kind: pattern\nlang: java\nscope: { path: 'src/**' }\nmatch: { field: { annotatedWith: ['jakarta.inject.Inject'] } }"),
                    java(
                            "pattern of strings",
                            "kind: pattern\nlang: java\nscope: { path: 'src/**' }\nmatch: { string: { regex: '(?i)select' } }"),
                    new GovernedKind(
                            "library",
                            "kind: library\nforbid: { artifact: ['com.google.code.gson:gson'] }",
                            "pom.xml",
                            POM,
                            true,
                            "<project><dependencies>"),
                    java(
                            "require",
                            "kind: require\nlang: java\nscope: { path: 'src/**' }\nforEach: { type: { named: 'Shop' } }\nassert: { text: 'Shop' }"),
                    new GovernedKind(
                            "require of files",
                            "kind: require\nforEach: { file: 'notes/**' }\nassert: { text: 'good' }",
                            "notes/a.txt",
                            "good\n",
                            true,
                            ""),
                    new GovernedKind(
                            "content",
                            "kind: content\nscope: { path: 'conf/**' }\nforbid: { key: 'debug', value: 'true' }",
                            "conf/a.yaml",
                            "debug: false\n",
                            true,
                            "debug: [false\n"),
                    new GovernedKind(
                            "content, json",
                            "kind: content\nscope: { path: 'conf/**' }\nforbid: { key: 'debug', value: 'true' }",
                            "conf/a.json",
                            "{\"debug\": false}\n",
                            true,
                            "{\"debug\": "),
                    new GovernedKind(
                            "secrets",
                            "kind: content\nscope: { path: 'conf/**' }\nforbid: { secrets: true }",
                            "conf/a.yaml",
                            "key: none\n",
                            true,
                            ""),
                    new GovernedKind(
                            "ownership",
                            "kind: ownership\nmap:\n  shop: { module: 'shop', tables: ['item'] }\n  pay: { module: 'pay', tables: ['bill'] }\nforbid: { access: foreign-table, in: [migration] }",
                            "shop/db/V1__a.sql",
                            "create table item (id int);\n",
                            true,
                            ""),
                    new GovernedKind(
                            "change",
                            "kind: change\nscope: { path: 'guarded/**' }",
                            "notes/a.txt",
                            "good\n",
                            false,
                            ""),
                    new GovernedKind(
                            "file-history",
                            "kind: file-history\nscope: { path: 'db/V*.sql' }\nallow: { change: [add] }",
                            "db/V1__a.sql",
                            "create table item (id int);\n",
                            false,
                            ""),
                    new GovernedKind(
                            "budget",
                            "kind: budget\nscope: { path: 'notes/**' }\ncel: 'diff.added <= 9'",
                            "notes/a.txt",
                            "good\n",
                            true,
                            ""),
                    new GovernedKind(
                            "check",
                            "kind: check\ncommand: [lint]\nmode: absolute",
                            "notes/a.txt",
                            "good\n",
                            false,
                            ""),
                    new GovernedKind(
                            "trace",
                            "kind: trace\nlabels: { secret: { source: [ { tool: read_secret } ] } }\nforbid: { sequence: [ { label: secret }, { tool: { effect: network-egress } } ], scope: run }\nphase: [ci, finish, edit]",
                            "notes/a.txt",
                            "good\n",
                            false,
                            ""));

    private static GovernedKind java(String name, String yaml) {
        return new GovernedKind(name, yaml, JAVA, CLASS, true, NO_JAVA);
    }
}
