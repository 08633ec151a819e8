package dev.lorimer.govern.decision;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A language, known by the endings of its file names.
public enum Language {
    JAVA("java"),
    KOTLIN("kt", "kts"),
    GROOVY("groovy", "gradle"),
    SCALA("scala", "sc"),
    CLOJURE("clj", "cljs", "cljc"),
    PYTHON("py", "pyi"),
    JAVASCRIPT("js", "mjs", "cjs", "jsx"),
    TYPESCRIPT("ts", "mts", "cts", "tsx"),
    GO("go"),
    RUST("rs"),
    RUBY("rb"),
    PHP("php"),
    SWIFT("swift"),
    DART("dart"),
    C("c", "h"),
    CPP("cc", "cpp", "cxx", "hh", "hpp", "hxx"),
    CSHARP("cs"),
    SHELL("sh", "bash", "zsh"),
    SQL("sql"),
    XML("xml", "xsd", "xsl"),
    YAML("yaml", "yml"),
    JSON("json"),
    TOML("toml"),
    PROPERTIES("properties"),
    MARKDOWN("md"),
    HTML("html", "htm"),
    CSS("css", "scss"),
    PROTOBUF("proto"),
    TERRAFORM("tf");

    private static final Map<String, Language> BY_ENDING = byEnding();

    @SuppressWarnings("ImmutableEnumChecker") // List.of makes an immutable list
    private final List<String> endings;

    Language(String... endings) {
        this.endings = List.of(endings);
    }

    /// The language of that name, in any case.
    public static Optional<Language> named(String name) {
        return Arrays.stream(values())
                .filter(one -> one.word().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /// The language that the path's ending stands for.
    public static Optional<Language> of(String path) {
        int dot = path.lastIndexOf('.');
        return dot < 0
                ? Optional.empty()
                : Optional.ofNullable(
                        BY_ENDING.get(path.substring(dot + 1).toLowerCase(Locale.ROOT)));
    }

    private static Map<String, Language> byEnding() {
        var all = new HashMap<String, Language>();
        for (var language : values()) {
            language.endings.forEach(ending -> all.put(ending, language));
        }
        return Map.copyOf(all);
    }

    /// The usual ending of its file names, without the dot.
    public String ending() {
        return endings.getFirst();
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
