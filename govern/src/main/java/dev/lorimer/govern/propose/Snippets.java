package dev.lorimer.govern.propose;

import java.util.List;
import java.util.Map;

/// Small files for the examples of constraints, where such files would lie.
///
/// @param packageName a package of the repository's own
/// @param root the folder above its packages, with a slash at the end, or empty
record Snippets(String packageName, String root) {
    /// A file of that package.
    static String path(String root, String packageName, String type) {
        var folder = packageName.isEmpty() ? "" : packageName.replace('.', '/') + "/";
        return root + folder + type + ".java";
    }

    /// A class of the usual package that uses a type.
    Map<String, Object> using(String type) {
        return Flow.object(path(root, packageName, "Example"), text(packageName, type));
    }

    /// A class of a package that uses a type.
    Map<String, Object> using(String from, String type) {
        return Flow.object(path(root, from, "Example"), text(from, type));
    }

    /// A test that uses a type.
    Map<String, Object> testUsing(String type) {
        return Flow.object(
                path("src/test/java/", packageName, "ExampleTest"),
                text(packageName, type).replace("class Example ", "class ExampleTest "));
    }

    /// A class that uses nothing.
    Map<String, Object> plain() {
        return Flow.object(
                path(root, packageName, "Example"),
                "package %s; class Example {}".formatted(packageName));
    }

    /// A class with a supertype.
    Map<String, Object> subtype(String name, String parent) {
        return Flow.object(path(root, packageName, name), subtypeText(name, parent));
    }

    /// The same among the tests.
    Map<String, Object> testSubtype(String name, String parent) {
        return Flow.object(path("src/test/java/", packageName, name), subtypeText(name, parent));
    }

    private String subtypeText(String name, String parent) {
        return "package %s; class %s extends %s {}".formatted(packageName, name, parent);
    }

    private static String text(String from, String type) {
        return "package %s; class Example { %s x; }".formatted(from, type);
    }

    /// A Maven build file with one dependency.
    static Map<String, Object> build(String group, String artifact) {
        return Flow.object(
                "pom.xml",
                "<project><dependencies><dependency><groupId>%s</groupId><artifactId>%s</artifactId></dependency></dependencies></project>"
                        .formatted(group, artifact));
    }

    static Map<String, Object> tests(List<?> fail, List<?> pass) {
        return Flow.object("fail", fail, "pass", pass);
    }
}
