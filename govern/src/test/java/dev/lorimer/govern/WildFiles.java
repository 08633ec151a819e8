package dev.lorimer.govern;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Random repositories, small and dense, in a form so plain that line by line reading understands
/// it: one statement a line, full names, nothing hidden. Code, build files, configuration,
/// migrations.
final class WildFiles {
    static final List<String> PARTS = List.of("web", "core", "db");

    private final Random random;

    WildFiles(long seed) {
        random = new Random(seed);
    }

    Map<String, String> repository() {
        var files = new TreeMap<String, String>();
        for (int i = 0; i < 5 + random.nextInt(6); i++) {
            put(files, i);
        }
        return files;
    }

    /// Files come or go, and change. What comes is never taken for what went, moved: in one change
    /// there is only one of both.
    Map<String, String> changed(Map<String, String> before) {
        var after = new TreeMap<>(before);
        for (var path : before.keySet()) {
            if (random.nextInt(4) == 0) {
                after.put(path, text(path));
            }
        }
        if (random.nextBoolean()) {
            for (int i = 0; i < random.nextInt(4); i++) {
                put(after, 20 + random.nextInt(20));
            }
        } else {
            before.keySet().stream()
                    .filter(_ -> random.nextInt(5) == 0)
                    .limit(3)
                    .forEach(after::remove);
        }
        return after;
    }

    private void put(Map<String, String> files, int number) {
        var part = PARTS.get(random.nextInt(PARTS.size()));
        var module = random.nextBoolean() ? "orders" : "billing";
        var path =
                switch (random.nextInt(8)) {
                    case 0 -> "%s/pom.xml".formatted(module);
                    case 1 -> "%s/db/V%s__step.sql".formatted(module, number);
                    case 2 -> "%s/app%s.properties".formatted(module, number);
                    case 3 ->
                            "%s/src/test/java/com/acme/%s/T%sTest.java"
                                    .formatted(module, part, number);
                    default ->
                            "%s/src/main/java/com/acme/%s/T%s.java".formatted(module, part, number);
                };
        files.put(path, text(path));
    }

    private String text(String path) {
        if (path.endsWith("pom.xml")) {
            return pom();
        }
        if (path.endsWith(".sql")) {
            return "-- a step\n" + (random.nextBoolean() ? "alter table %s add x int;\n" : "")
                    .formatted(table());
        }
        if (path.endsWith(".properties")) {
            return "a=1\nmode=%s\n".formatted(random.nextBoolean() ? "create" : "none");
        }
        var names = path.split("/", -1);
        return code(names[names.length - 2], names[names.length - 1].replace(".java", ""));
    }

    private String pom() {
        var text = new StringBuilder("<project>\n<dependencies>\n");
        for (var name : List.of("gson", "jackson", "guava")) {
            if (random.nextInt(3) == 0) {
                text.append(
                        "<dependency><groupId>org.%1$s</groupId><artifactId>%1$s</artifactId></dependency>\n"
                                .formatted(name));
            }
        }
        return text.append("</dependencies>\n</project>\n").toString();
    }

    private String table() {
        return random.nextBoolean() ? "orders" : "invoices";
    }

    private String code(String part, String name) {
        var text = new StringBuilder("package com.acme.%s;\nclass %s {\n".formatted(part, name));
        line(
                text,
                "com.acme.%s.T%s f;"
                        .formatted(
                                PARTS.get(random.nextInt(PARTS.size())), 50 + random.nextInt(3)));
        line(text, "java.util.Date d;");
        line(text, "@jakarta.inject.Inject Object j;");
        line(text, "void m() { java.lang.System.exit(0); }");
        line(text, "String s = \"select a from %s\";".formatted(table()));
        line(text, "// FIXME later");
        return text.append("}\n").toString();
    }

    private void line(StringBuilder text, String line) {
        if (random.nextInt(3) == 0) {
            text.append("  ").append(line).append('\n');
        }
    }
}
