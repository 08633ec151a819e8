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
    private final boolean tangled;

    private WildFiles(long seed, boolean tangled) {
        random = new Random(seed);
        this.tangled = tangled;
    }

    static WildFiles plain(long seed) {
        return new WildFiles(seed, false);
    }

    /// With names that mean what other files make them mean, files that move, broken ones, and
    /// other languages. No line by line reading understands these.
    static WildFiles tangled(long seed) {
        return new WildFiles(seed, true);
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
        if (tangled && random.nextInt(3) == 0) {
            move(after);
        } else if (random.nextBoolean()) {
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

    private void move(Map<String, String> files) {
        var paths = files.keySet().stream().filter(path -> path.endsWith(".java")).toList();
        if (!paths.isEmpty()) {
            var path = paths.get(random.nextInt(paths.size()));
            var text = String.valueOf(files.remove(path));
            files.put(path.replace("/core/", "/web/").replace("/db/", "/core/"), text);
        }
    }

    private void put(Map<String, String> files, int number) {
        var part = PARTS.get(random.nextInt(PARTS.size()));
        var module = random.nextBoolean() ? "orders" : "billing";
        var path =
                switch (random.nextInt(tangled ? 10 : 8)) {
                    case 0 -> "%s/pom.xml".formatted(module);
                    case 1 -> "%s/db/V%s__step.sql".formatted(module, number);
                    case 2 -> "%s/app%s.properties".formatted(module, number);
                    case 3 ->
                            "%s/src/test/java/com/acme/%s/T%sTest.java"
                                    .formatted(module, part, number);
                    case 8 -> "%s/tools/t%s.rb".formatted(module, number);
                    case 9 -> "%s/web.xml".formatted(module);
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
            return "-- a step\n"
                    + (random.nextBoolean() ? "alter table %s add x int;\n" : "")
                            .formatted(table());
        }
        if (path.endsWith(".properties")) {
            return "a=1\nmode=%s\n".formatted(random.nextBoolean() ? "create" : "none");
        }
        if (path.endsWith(".rb")) {
            return "require 'x'\n";
        }
        if (path.endsWith("web.xml")) {
            return random.nextBoolean()
                    ? "<web-app/>"
                    : "<web-app><filter><filter-name>a</filter-name><filter-class>com.acme.core.T1</filter-class></filter><filter-mapping><filter-name>a</filter-name><url-pattern>/*</url-pattern></filter-mapping></web-app>";
        }
        var names = path.split("/", -1);
        return code(names[names.length - 2], names[names.length - 1].replace(".java", ""));
    }

    private String pom() {
        var text = new StringBuilder("<project>\n");
        if (tangled) {
            text.append("<artifactId>%s</artifactId>\n".formatted(table()));
        }
        text.append("<dependencies>\n");
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
        var text = new StringBuilder("package com.acme.%s;\n".formatted(part));
        if (tangled && random.nextBoolean()) {
            text.append("import com.acme.%s.*;\n".formatted(PARTS.get(random.nextInt(3))));
        }
        text.append("class %s {\n".formatted(name));
        if (tangled) {
            line(text, "T%s g;".formatted(random.nextInt(40)));
            line(text, "void n() { T%s.x().y(); }".formatted(random.nextInt(40)));
            line(text, random.nextInt(4) == 0 ? "((" : "static T1 x() { return null; }");
        }
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
