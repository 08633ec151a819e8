package dev.lorimer.govern.kind;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.lorimer.govern.decision.NamePattern;
import dev.lorimer.govern.kind.JavaSketch.Mark;
import dev.lorimer.govern.kind.JavaSketch.TypeSketch;
import dev.lorimer.govern.kind.JavaSketch.Value;
import dev.lorimer.govern.tree.Content;
import dev.lorimer.govern.tree.PathGlob;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Which requests pass a servlet filter, as far as its registrations in source and configuration
/// tell: `web.xml`, `@WebFilter`, `@Component` on the filter, a `FilterRegistrationBean`, a
/// security chain. A mention that none of these explains leaves it open.
final class FilterMap {
    private static final Pattern FILTER =
            Pattern.compile("(?s)<filter>(.*?)</filter>|<filter-mapping>(.*?)</filter-mapping>");
    private static final Pattern ELEMENT =
            Pattern.compile("(?s)<(filter-name|filter-class|url-pattern)>\\s*(.*?)\\s*</");
    private static final Pattern REGISTERED =
            Pattern.compile("(?s)(?:addUrlPatterns|setUrlPatterns)\\s*\\(([^;]*)\\)\\s*;");
    private static final Pattern CHAINED = Pattern.compile("addFilter(?:Before|After|At)?\\s*\\(");
    private static final Pattern MATCHER =
            Pattern.compile("(?s)securityMatchers?\\s*\\(([^;]*?)\\)");
    private static final Pattern STRING = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern COMMENT =
            Pattern.compile("(?s)(\"(?:[^\"\\\\\n]|\\\\.)*\")|/\\*.*?\\*/|//[^\\n]*");
    private static final Pattern XML_COMMENT = Pattern.compile("(?s)<!--.*?-->");
    private static final List<String> MAPPINGS =
            List.of(
                    "RequestMapping",
                    "GetMapping",
                    "PostMapping",
                    "PutMapping",
                    "DeleteMapping",
                    "PatchMapping",
                    "Path");

    private final TreeSet<String> patterns = new TreeSet<>();
    private final List<String> open = new ArrayList<>();

    /// How a handler lies to the filters.
    sealed interface Reach {
        record Behind() implements Reach {}

        record Outside() implements Reach {}

        record Unknown(String why) implements Reach {}
    }

    /// Whether the file may say anything about these filters.
    static boolean mayRegister(Side side, String path, List<NamePattern> filters) {
        return isConfiguration(path)
                && side.content(path) instanceof Content.Bytes found
                && new WordSearch(names(filters)).isIn(found.bytes());
    }

    private static List<String> names(List<NamePattern> filters) {
        return filters.stream()
                .map(NamePattern::lastName)
                .filter(name -> name.length() > 1)
                .toList();
    }

    static FilterMap of(Side side, List<NamePattern> filters) {
        var map = new FilterMap();
        var names = names(filters);
        var search = new WordSearch(names);
        var paths =
                side.tree().files().keySet().stream()
                        .filter(FilterMap::isConfiguration)
                        .filter(side.tree()::isFile)
                        .toList();
        var mentioned = new ArrayList<String>();
        try (var contents = side.tree().contents(paths)) {
            contents.forEach(named -> {
                if (named.content() instanceof Content.Bytes found && search.isIn(found.bytes())) {
                    side.keep(named.path(), named.content());
                    mentioned.add(named.path());
                }
            });
        }
        mentioned.forEach(path -> map.read(path, side.text(path).orElse(""), filters));
        if (names.isEmpty()) {
            map.open.add("the filter is given as a pattern that no file can be searched for");
        }
        return map;
    }

    private static boolean isConfiguration(String path) {
        return !path.contains("src/test/")
                && List.of(".java", ".xml", ".kt", ".yaml", ".yml", ".properties").stream()
                        .anyMatch(path::endsWith);
    }

    private void read(String path, String text, List<NamePattern> filters) {
        // A string is kept as it is: "/api/*" begins no comment.
        var bare =
                path.endsWith(".xml")
                        ? XML_COMMENT.matcher(text).replaceAll(" ")
                        : path.endsWith(".java") || path.endsWith(".kt")
                                ? COMMENT.matcher(text).replaceAll(" $1")
                                : text;
        if (path.endsWith(".java")) {
            java(path, bare, filters);
        } else if (path.endsWith(".xml") && bare.contains("<filter-mapping>")) {
            xml(bare, filters);
        } else if (filters.stream().anyMatch(one -> bare.contains(one.lastName()))) {
            open.add("\"%s\" mentions the filter in a way that is not understood".formatted(path));
        }
    }

    private void xml(String text, List<NamePattern> filters) {
        var names = new TreeSet<String>();
        Map<String, List<String>> mapped = new HashMap<>();
        Matcher blocks = FILTER.matcher(text);
        while (blocks.find()) {
            Map<String, List<String>> inner = new HashMap<>();
            Matcher elements = ELEMENT.matcher(blocks.group());
            while (elements.find()) {
                inner.computeIfAbsent(elements.group(1), _ -> new ArrayList<>())
                        .add(elements.group(2));
            }
            var name = inner.getOrDefault("filter-name", List.of("")).getFirst();
            if (inner.getOrDefault("filter-class", List.of()).stream()
                    .anyMatch(type -> filters.stream().anyMatch(one -> one.matches(type)))) {
                names.add(name);
            }
            mapped.computeIfAbsent(name, _ -> new ArrayList<>())
                    .addAll(inner.getOrDefault("url-pattern", List.of()));
        }
        names.forEach(name -> patterns.addAll(mapped.getOrDefault(name, List.of())));
    }

    private void java(String path, String text, List<NamePattern> filters) {
        boolean own = false;
        for (var type : JavaSketch.of(path, text).types()) {
            if (filters.stream().anyMatch(one -> one.matches(type.name()))) {
                own = true;
                declared(type);
            }
        }
        if (own) {
            return;
        }
        // Each bean registers one filter; what another one says is not about this one.
        for (var part : text.split("@Bean", -1)) {
            if (!uses(part, filters)) {
                continue;
            }
            if (part.contains("FilterRegistrationBean")) {
                strings(REGISTERED.matcher(part), "/*");
            } else if (CHAINED.matcher(part).find()) {
                strings(MATCHER.matcher(part), "/*");
            } else {
                open.add("\"%s\" uses the filter in a way that is not understood".formatted(path));
            }
        }
    }

    private static boolean uses(String text, List<NamePattern> filters) {
        return text.lines()
                .filter(line -> !line.strip().startsWith("import "))
                .anyMatch(line -> filters.stream().anyMatch(one -> line.contains(one.lastName())));
    }

    private void declared(TypeSketch type) {
        for (var mark : type.marks()) {
            switch (mark.simpleName()) {
                case "WebFilter" -> {
                    add(mark, "value");
                    add(mark, "urlPatterns");
                }
                // A filter that is a bean is registered for every request.
                case "Component", "Service" -> patterns.add("/*");
                default -> {}
            }
        }
    }

    private void add(Mark mark, String key) {
        for (var value : mark.values().getOrDefault(key, List.of())) {
            switch (value) {
                case Value.Text text -> patterns.add(text.text());
                case Value.Open code ->
                        open.add("the filter is registered for \"%s\"".formatted(code.code()));
            }
        }
    }

    private void strings(Matcher calls, String otherwise) {
        boolean any = false;
        while (calls.find()) {
            any = true;
            Matcher strings = STRING.matcher(calls.group(1));
            boolean literal = false;
            while (strings.find()) {
                literal = true;
                patterns.add(strings.group(1));
            }
            if (!literal) {
                open.add("the filter is registered for \"%s\"".formatted(calls.group(1).strip()));
            }
        }
        if (!any) {
            patterns.add(otherwise);
        }
    }

    /// Whether every request that the type handles passes.
    Reach holds(TypeSketch type) {
        var unknown = new ArrayList<String>();
        var paths = new TreeSet<String>();
        var bases = mapped(type.marks(), unknown);
        for (var base : bases.isEmpty() ? List.of("") : bases) {
            var below = new ArrayList<String>();
            boolean any = false;
            for (var member : type.members()) {
                if (member.method() && isMapped(member.marks())) {
                    any = true;
                    var own = mapped(member.marks(), unknown);
                    below.addAll(own.isEmpty() ? List.of("") : own);
                }
            }
            (any ? below : List.of("")).forEach(one -> paths.add(joined(base, one)));
        }
        if (patterns.stream().anyMatch(FilterMap::isAll)) {
            return new Reach.Behind();
        }
        boolean all = unknown.isEmpty() && paths.stream().allMatch(this::isBehind);
        if (all) {
            return new Reach.Behind();
        }
        unknown.addAll(open);
        return unknown.isEmpty()
                ? new Reach.Outside()
                : new Reach.Unknown(unknown.getFirst() + "; write it out where it can be read");
    }

    private static boolean isMapped(List<Mark> marks) {
        return marks.stream().anyMatch(mark -> MAPPINGS.contains(mark.simpleName()));
    }

    private static List<String> mapped(List<Mark> marks, List<String> unknown) {
        var paths = new ArrayList<String>();
        for (var mark : marks) {
            if (MAPPINGS.contains(mark.simpleName())) {
                for (var key : List.of("value", "path")) {
                    for (var value : mark.values().getOrDefault(key, List.of())) {
                        switch (value) {
                            case Value.Text text when !text.text().contains("${") ->
                                    paths.add(text.text());
                            case Value.Text text ->
                                    unknown.add("it is mapped to \"%s\"".formatted(text.text()));
                            case Value.Open code ->
                                    unknown.add("it is mapped to \"%s\"".formatted(code.code()));
                        }
                    }
                }
            }
        }
        return paths;
    }

    private static String joined(String base, String path) {
        var whole = "/" + base + "/" + path;
        while (whole.contains("//")) {
            whole = whole.replace("//", "/");
        }
        return whole.length() > 1 && whole.endsWith("/")
                ? whole.substring(0, whole.length() - 1)
                : whole;
    }

    private static boolean isAll(String pattern) {
        return List.of("/*", "/**", "*").contains(pattern);
    }

    private boolean isBehind(String path) {
        return patterns.stream().anyMatch(pattern -> matches(pattern, path));
    }

    private static boolean matches(String pattern, String path) {
        if (pattern.endsWith("/**") || pattern.endsWith("/*")) {
            var base = pattern.substring(0, pattern.lastIndexOf('/'));
            if (base.indexOf('*') < 0 && base.indexOf('{') < 0) {
                return path.equals(base) || path.startsWith(base + "/");
            }
        }
        if (pattern.startsWith("*.")) {
            return path.endsWith(pattern.substring(1));
        }
        try {
            return pattern.equals(path)
                    || (pattern.length() > 1
                            && pattern.indexOf('{') < 0
                            && PathGlob.of(pattern.substring(1)).matches(path.substring(1)));
        } catch (IllegalArgumentException _) {
            // A pattern that is none matches nothing, so the handler is not behind it.
            return false;
        }
    }
}
