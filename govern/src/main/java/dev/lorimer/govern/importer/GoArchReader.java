package dev.lorimer.govern.importer;

import dev.lorimer.govern.importer.Clause.Targets;
import dev.lorimer.govern.tree.Content;
import dev.lorimer.govern.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Translates a file of go-arch-lint: each component's dependencies are one rule.
final class GoArchReader {
    /// The first names of Go's own packages; a library's begin with a domain.
    private static final List<String> STANDARD =
            List.of(
                    "archive..",
                    "bufio",
                    "builtin",
                    "bytes",
                    "cmp",
                    "compress..",
                    "container..",
                    "context",
                    "crypto..",
                    "database..",
                    "debug..",
                    "embed",
                    "encoding..",
                    "errors",
                    "expvar",
                    "flag",
                    "fmt",
                    "go.ast",
                    "go.build..",
                    "go.constant",
                    "go.doc..",
                    "go.format",
                    "go.importer",
                    "go.parser",
                    "go.printer",
                    "go.scanner",
                    "go.token",
                    "go.types",
                    "go.version",
                    "hash..",
                    "html..",
                    "image..",
                    "index..",
                    "io..",
                    "iter",
                    "log..",
                    "maps",
                    "math..",
                    "mime..",
                    "net..",
                    "os..",
                    "path..",
                    "plugin",
                    "reflect..",
                    "regexp..",
                    "runtime..",
                    "slices",
                    "sort",
                    "strconv",
                    "strings",
                    "structs",
                    "sync..",
                    "syscall..",
                    "testing..",
                    "text..",
                    "time..",
                    "unicode..",
                    "unique",
                    "unsafe",
                    "weak",
                    "C");

    private final Tree tree;
    private final String path;
    private final Findings findings;
    private String module = "";
    private String root = "";
    private JsonNode file = YAMLMapper.builder().build().createObjectNode();
    private final Map<String, List<String>> components = new LinkedHashMap<>();
    private final Map<String, List<String>> vendors = new LinkedHashMap<>();

    GoArchReader(Tree tree, String path, Findings findings) {
        this.tree = tree;
        this.path = path;
        this.findings = findings;
    }

    void read(String text) {
        try {
            file = YAMLMapper.builder().build().readTree(text);
            var folder = path.substring(0, path.lastIndexOf('/') + 1);
            var workdir = file.path("workdir").asString("");
            var start = joined(folder, workdir);
            root = start.isEmpty() ? "" : start + "/";
            module = module(folder);
            places("components", components);
            places("vendors", vendors);
        } catch (JacksonException | Untranslated cause) {
            findings.refused(
                    path, 1, String.valueOf(cause.getMessage()).lines().findFirst().orElse(""));
            return;
        }
        for (var component : components.keySet()) {
            int line = line(text, component);
            try {
                findings.translated("component " + component, line, clauses(component), List.of());
            } catch (Untranslated cause) {
                findings.refused("component " + component, line, cause.why());
            }
        }
    }

    private String module(String folder) {
        for (var place : List.of(folder + "go.mod", root + "go.mod", "go.mod")) {
            if (tree.content(place) instanceof Content.Bytes found) {
                for (var line :
                        new String(found.bytes(), StandardCharsets.UTF_8).lines().toList()) {
                    if (line.startsWith("module ")) {
                        return line.substring("module ".length()).replace("\"", "").strip();
                    }
                }
            }
        }
        throw new Untranslated(
                "there is no go.mod beside it, so nobody knows what its packages are called");
    }

    private void places(String key, Map<String, List<String>> into) {
        file.path(key)
                .properties()
                .forEach(entry ->
                        into.put(
                                entry.getKey(),
                                texts(
                                        entry.getValue().isObject()
                                                ? entry.getValue().path("in")
                                                : entry.getValue())));
    }

    private static List<String> texts(JsonNode node) {
        if (node.isArray()) {
            var all = new ArrayList<String>();
            node.forEach(one -> all.add(one.asString("")));
            return all;
        }
        return node.isString() ? List.of(node.asString()) : List.of();
    }

    private static int line(String text, String component) {
        int number = 0;
        boolean deps = false;
        int first = 1;
        for (var line : text.lines().toList()) {
            number++;
            deps |= line.startsWith("deps:");
            var bare = line.strip().replace("\"", "");
            if (bare.startsWith(component + ":") && Character.isWhitespace(line.charAt(0))) {
                if (deps) {
                    return number;
                }
                first = number;
            }
        }
        return first;
    }

    private List<Clause> clauses(String component) {
        var rule = file.path("deps").path(component);
        var scope = Area.paths(paths(component));
        var exclude = Area.paths(inner(component)).and(Area.paths(excluded()));
        boolean anyOwn = rule.path("anyProjectDeps").asBoolean(false);
        boolean anyVendor =
                rule.path("anyVendorDeps").asBoolean(false)
                        || file.path("allow").path("depOnAnyVendor").asBoolean(false);
        if (anyOwn && anyVendor) {
            throw new Untranslated("it may use everything, so there is nothing to hold it to");
        }
        var allowed = new ArrayList<String>();
        if (!anyVendor) {
            allowed.addAll(STANDARD);
            texts(rule.path("canUse")).forEach(one -> allowed.addAll(vendor(one)));
            texts(file.path("commonVendors")).forEach(one -> allowed.addAll(vendor(one)));
        }
        allowed.addAll(anyOwn ? List.of(dotted(module) + "..") : own(component, rule));
        return List.of(
                Clause.dependency(
                        "go",
                        scope,
                        exclude,
                        Targets.packages(List.of(anyVendor ? dotted(module) + ".." : "..")),
                        Targets.packages(allowed.stream().distinct().toList())));
    }

    /// What it may use of its own project.
    private List<String> own(String component, JsonNode rule) {
        var names = new ArrayList<>(List.of(component));
        names.addAll(texts(rule.path("mayDependOn")));
        names.addAll(texts(file.path("commonComponents")));
        return names.stream().flatMap(one -> packages(one).stream()).toList();
    }

    private List<String> globs(String component) {
        var found = components.get(component);
        if (found == null) {
            throw new Untranslated("\"%s\" is no component".formatted(component));
        }
        return found;
    }

    /// A folder alone, or with `**` at its end all below it.
    private List<String> paths(String component) {
        return globs(component).stream()
                .map(glob -> {
                    var path = joined(root, glob);
                    var bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
                    return bare.isEmpty() ? "*.go" : bare + "/*.go";
                })
                .toList();
    }

    /// Components that lie inside of this one hold their files for themselves.
    private List<String> inner(String component) {
        var found = new ArrayList<String>();
        for (var own : globs(component)) {
            if (!own.endsWith("/**") && !own.equals("**")) {
                continue;
            }
            var prefix = own.substring(0, own.length() - 2);
            for (var other : components.keySet()) {
                for (var glob : globs(other)) {
                    if (!other.equals(component) && !glob.equals(own) && glob.startsWith(prefix)) {
                        found.addAll(paths(other));
                    }
                }
            }
        }
        return found.stream().distinct().toList();
    }

    private List<String> packages(String component) {
        return globs(component).stream()
                .map(glob -> {
                    var folder = joined(root, glob);
                    var bare =
                            folder.endsWith("/")
                                    ? folder.substring(0, folder.length() - 1)
                                    : folder;
                    boolean below = bare.endsWith("**");
                    var start = below ? bare.substring(0, bare.length() - 2) : bare;
                    if (start.contains("**")) {
                        throw new Untranslated("\"%s\" holds ** before its end".formatted(glob));
                    }
                    var name = start.endsWith("/") ? start.substring(0, start.length() - 1) : start;
                    return dotted(name.isEmpty() ? module : module + "/" + name)
                            + (below ? ".." : "");
                })
                .toList();
    }

    private List<String> vendor(String name) {
        var found = vendors.get(name);
        if (found == null) {
            throw new Untranslated("\"%s\" is no vendor".formatted(name));
        }
        return found.stream()
                .map(glob ->
                        glob.endsWith("/**")
                                ? dotted(glob.substring(0, glob.length() - 3)) + ".."
                                : dotted(glob))
                .toList();
    }

    private static String dotted(String path) {
        if (path.contains("**")) {
            throw new Untranslated("\"%s\" holds ** before its end".formatted(path));
        }
        return path.replace('/', '.').replace("~", "*");
    }

    /// Regular expressions over paths, of which the plain ones have an equal.
    private List<String> excluded() {
        var found = new ArrayList<String>();
        texts(file.path("exclude")).forEach(one -> found.add(joined(root, one) + "/**"));
        for (var regex : texts(file.path("excludeFiles"))) {
            found.addAll(PathRegex.globs(regex));
        }
        return found;
    }

    /// A path below a folder, its dots followed.
    private static String joined(String folder, String path) {
        var names = new ArrayList<String>();
        for (var name : (folder + path).split("/", -1)) {
            if (name.equals("..") && !names.isEmpty()) {
                names.removeLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
        }
        return String.join("/", names);
    }
}
