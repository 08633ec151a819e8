package dev.lorimer.govern.verification;

import java.util.List;
import java.util.Locale;

/// Which files hold tests, by their paths, and which tell what tests are run.
final class TestFiles {
    private static final List<String> FOLDERS =
            List.of("test", "tests", "__tests__", "spec", "specs", "testing", "it", "e2e");

    private static final List<String> CODE =
            List.of(
                    ".java",
                    ".kt",
                    ".kts",
                    ".groovy",
                    ".scala",
                    ".py",
                    ".js",
                    ".jsx",
                    ".mjs",
                    ".cjs",
                    ".ts",
                    ".tsx",
                    ".go",
                    ".rs",
                    ".rb",
                    ".php",
                    ".cs",
                    ".c",
                    ".cc",
                    ".cpp",
                    ".swift",
                    ".sh",
                    ".bats",
                    ".feature");

    private static final List<String> BUILD =
            List.of(
                    "pom.xml",
                    "build.gradle",
                    "build.gradle.kts",
                    "settings.gradle",
                    "settings.gradle.kts",
                    "gradle.properties",
                    "maven.config",
                    "jvm.config",
                    "junit-platform.properties",
                    "testng.xml",
                    "package.json",
                    "pytest.ini",
                    "tox.ini",
                    "setup.cfg",
                    "pyproject.toml",
                    "conftest.py",
                    "makefile");

    private TestFiles() {}

    /// Whether it is code that tests other code.
    static boolean isTest(String path) {
        var name = name(path);
        return CODE.stream().anyMatch(name::endsWith)
                && (isInTestFolder(path) || isNamedTest(name));
    }

    static boolean isJava(String path) {
        return path.endsWith(".java");
    }

    private static boolean isInTestFolder(String path) {
        var folders = path.toLowerCase(Locale.ROOT).split("/", -1);
        for (int i = 0; i < folders.length - 1; i++) {
            if (FOLDERS.contains(folders[i])) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNamedTest(String name) {
        var plain = name.substring(0, name.lastIndexOf('.'));
        boolean java =
                name.endsWith(".java")
                        && (plain.endsWith("test")
                                || plain.endsWith("tests")
                                || plain.endsWith("testcase")
                                || plain.startsWith("test"));
        return java
                || plain.startsWith("test_")
                || plain.endsWith("_test")
                || plain.endsWith("_spec")
                || plain.endsWith(".test")
                || plain.endsWith(".spec")
                || plain.endsWith("_tests");
    }

    /// Whether it can tell a build to leave tests out.
    static boolean isBuild(String path) {
        var name = name(path);
        return BUILD.contains(name)
                || name.startsWith("jest.config.")
                || name.startsWith("vitest.config.")
                || name.startsWith("karma.conf.");
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    }
}
