package dev.lorimer.govern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lorimer.govern.build.BuildFiles;
import dev.lorimer.govern.build.Libraries;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which libraries build files of other tools than Maven name.
class BuildFilesTest {
    private static final String CATALOGUE =
            """
            [versions]
            gson = "2.0"
            [libraries]
            my-gson = { module = "com.google.code.gson:gson", version.ref = "gson" }
            plain = "a.b:c:1"
            parts = { group = "d.e", name = "f", version = "1" }
            [bundles]
            json = ["my-gson", "plain"]
            [plugins]
            shadow = { id = "com.gradleup.shadow", version = "9" }
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "implementation 'com.google.code.gson:gson:2.0' | com.google.code.gson:gson",
                "implementation(\"com.google.code.gson:gson:2.0\") | com.google.code.gson:gson",
                "implementation group: 'g', name: 'n', version: '1' | g:n",
                "implementation(group = \"g\", name = \"n\") | g:n",
                "implementation(libs.my.gson) | com.google.code.gson:gson",
                "implementation libs.parts | d.e:f",
                "implementation(platform(\"x.y:bom:1\")) | x.y:bom",
                "implementation(kotlin(\"reflect\")) | org.jetbrains.kotlin:kotlin-reflect",
                "implementation \"g:n:$version\" | g:n",
                "runtimeOnly(\"g:n:${version}\") { exclude(group = \"a\") } | g:n",
            })
    void gradle_names_libraries(String line, String artifact) {
        var read = gradle("dependencies {\n    " + line + "\n}\n");
        assertThat(names(read)).contains(artifact);
        assertThat(read.doubts()).isEmpty();
    }

    @Test
    void a_bundle_stands_for_all_its_libraries() {
        assertThat(names(gradle("dependencies {\n  api(libs.bundles.json)\n}\n")))
                .containsExactly("com.google.code.gson:gson", "a.b:c");
    }

    @Test
    void variables_are_filled_in() {
        assertThat(
                        names(
                                gradle(
                                        "def g = 'com.google.code.gson'\ndependencies {\n  api \"$g:gson:1\"\n}\n")))
                .containsExactly("com.google.code.gson:gson");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "implementation(libs.nobody.knows)",
                "implementation(choose())",
                "implementation someVariable",
            })
    void what_only_running_would_tell_is_a_doubt(String line) {
        assertThat(gradle("dependencies {\n  " + line + "\n}\n").doubts()).hasSize(1);
    }

    @Test
    void what_is_no_library_is_no_doubt() {
        var read =
                gradle(
                        "// implementation 'x:y:1'\n/* api 'x:z:1' */\ndependencies {\n  implementation(project(\":core\"))\n  implementation(projects.core)\n  implementation files('a.jar')\n}\ntasks.test {\n  useJUnitPlatform()\n  val x = compute()\n}\n");
        assertThat(names(read)).isEmpty();
        assertThat(read.doubts()).isEmpty();
    }

    @Test
    void a_catalogue_names_what_it_holds() {
        assertThat(names(read("gradle/libs.versions.toml", CATALOGUE)))
                .containsExactly(
                        "com.google.code.gson:gson",
                        "a.b:c",
                        "d.e:f",
                        "com.gradleup.shadow:com.gradleup.shadow.gradle.plugin");
    }

    @Test
    void node_projects_and_their_locks() {
        assertThat(
                        names(
                                read(
                                        "package.json",
                                        "{\"name\":\"x\",\"dependencies\":{\"lodash\":\"^4\",\"y\":\"npm:@s/z@1\"},\n\"devDependencies\":{\"@a/b\":\"1\"},\"scripts\":{\"test\":\"x\"}}")))
                .containsExactly("npm:lodash", "npm:y", "npm:@s/z", "npm:@a/b");
        assertThat(
                        names(
                                read(
                                        "package-lock.json",
                                        "{\"packages\":{\"\":{\"version\":\"1\"},\"node_modules/a/node_modules/@s/b\":{\"version\":\"1\",\"dependencies\":{\"q\":\"1\"}}}}")))
                .containsExactly("npm:@s/b");
        assertThat(
                        names(
                                read(
                                        "pnpm-lock.yaml",
                                        "packages:\n\n  '@s/b@1.0.0(react@18)':\n    resolution: {}\n\n  /c@2.0.0:\n    dev: true\n")))
                .containsExactly("npm:@s/b", "npm:c");
        assertThat(
                        names(
                                read(
                                        "yarn.lock",
                                        "# yarn\n\n\"@s/b@^1\", \"@s/b@^2\":\n  version \"1\"\n\nc@^3:\n  version \"3\"\n")))
                .containsExactly("npm:@s/b", "npm:c");
        assertThat(read("package.json", "{\"dependencies\": {").doubts()).hasSize(1);
    }

    @Test
    void python_projects_and_their_locks() {
        assertThat(
                        names(
                                read(
                                        "pyproject.toml",
                                        "[project]\ndependencies = [\n  \"Requests>=2\", # why\n  \"zope.interface[x]; python_version > '3'\",\n]\n[project.optional-dependencies]\ndev = [\"pytest\"]\n[tool.poetry.dependencies]\npython = \"^3\"\nDjango = { version = \"5\" }\n[build-system]\nrequires = [\"hatchling\"]\n")))
                .containsExactly(
                        "pypi:requests",
                        "pypi:zope-interface",
                        "pypi:pytest",
                        "pypi:django",
                        "pypi:hatchling");
        var requirements =
                read(
                        "requirements-dev.txt",
                        "# x\n-r base.txt\nFlask_Login==1 # y\n-e git+https://h/x#egg=thing\nhttps://h/y.whl\n");
        assertThat(names(requirements)).containsExactly("pypi:flask-login", "pypi:thing");
        assertThat(requirements.doubts()).hasSize(1);
        assertThat(
                        names(
                                read(
                                        "uv.lock",
                                        "version = 1\n[[package]]\nname = \"anyio\"\nversion = \"4\"\n")))
                .containsExactly("pypi:anyio");
    }

    @Test
    void go_modules() {
        assertThat(
                        names(
                                read(
                                        "go.mod",
                                        "module x\n\nrequire github.com/a/b v1.0.0\nrequire (\n\tgithub.com/c/d v1 // indirect\n)\nreplace github.com/a/b => github.com/e/f v2\nreplace github.com/c/d => ../d\n")))
                .containsExactly("go:github.com/a/b", "go:github.com/c/d", "go:github.com/e/f");
    }

    @Test
    void a_rule_about_libraries_speaks_of_all_of_them() {
        var rule =
                Court.of(
                        "kind: library\nforbid: { artifact: ['com.google.code.gson:gson', 'npm:lodash'] }");
        assertThat(
                        Court.said(
                                rule.adding(
                                        "app/build.gradle.kts",
                                        "dependencies {\n    implementation(\"com.google.code.gson:gson:2\")\n}\n")))
                .containsExactly(
                        "V app/build.gradle.kts:2 app/build.gradle.kts names com.google.code.gson:gson as a dependency");
        assertThat(
                        Court.said(
                                rule.adding(
                                        "web/package.json",
                                        "{\"dependencies\":{\n\"lodash\":\"1\"}}")))
                .containsExactly(
                        "V web/package.json:2 web/package.json names npm:lodash as a dependency");
        assertThat(
                        Court.said(
                                rule.adding(
                                        "app/build.gradle",
                                        "dependencies {\n  implementation \"$unknown:gson:1\"\n}\n")))
                .anyMatch(line -> line.startsWith("I app/build.gradle:2"));
    }

    private static Libraries gradle(String text) {
        return read("app/build.gradle.kts", text);
    }

    private static Libraries read(String path, String text) {
        Map<String, String> others = new TreeMap<>(Map.of("gradle/libs.versions.toml", CATALOGUE));
        return BuildFiles.read(path, text, other -> Optional.ofNullable(others.get(other)))
                .orElseThrow();
    }

    private static List<String> names(Libraries libraries) {
        return libraries.artifacts().stream().map(one -> one.group() + ":" + one.name()).toList();
    }
}
