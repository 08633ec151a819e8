package dev.lorimer.govern.source;

import dev.lorimer.govern.decision.Language;
import java.util.ArrayList;
import java.util.List;

/// Reads package and imports from text that nobody has parsed: code in Kotlin, Groovy and Scala,
/// and Java that is broken further down. Comments and strings are skipped. Takes time linear in the
/// text.
public final class ImportScan {
    private final String text;
    private final char[] code;

    private ImportScan(String text) {
        this.text = text;
        code = text.toCharArray();
    }

    /// What the head of a file says.
    public record Head(String packageName, List<Import> imports) {}

    /// One imported name.
    ///
    /// @param parts the name's parts, without the star
    /// @param all whether it ends in a star: everything inside
    /// @param line from 1
    public record Import(List<String> parts, boolean all, int line) {}

    /// Scans Java text, in which a character may be written as an escape wherever it stands.
    public static Head java(String text) {
        return new ImportScan(unescaped(text)).head();
    }

    /// Scans text of a language that writes `import a.b.C`.
    public static Head of(String text) {
        return new ImportScan(text).head();
    }

    /// The package that a file declares at its head; reads no further than that, where it can.
    public static String packageName(String text) {
        int at = 0;
        while (at < text.length()) {
            char letter = text.charAt(at);
            if (Character.isWhitespace(letter)) {
                at++;
            } else if (text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", at)) {
                int end = text.indexOf("*/", at + 2);
                at = end < 0 ? text.length() : end + 2;
            } else {
                break;
            }
        }
        int end = text.indexOf(';', at);
        boolean plain = text.startsWith("package ", at) && end > 0 && isName(text, at + 8, end);
        // Annotations, escapes and comments inside of the name are left to the whole scan.
        return plain ? text.substring(at + 8, end) : java(text).packageName();
    }

    private static boolean isName(String text, int from, int to) {
        for (int at = from; at < to; at++) {
            char letter = text.charAt(at);
            if (letter != '.' && !Character.isJavaIdentifierPart(letter)) {
                return false;
            }
        }
        return to > from && text.lastIndexOf("\\u", from) < 0;
    }

    /// Scans the file at `path` as its language writes imports.
    public static Head of(String path, String text) {
        var language = Language.of(path).orElse(Language.KOTLIN);
        return switch (language) {
            case JAVA -> java(text);
            case PYTHON, JAVASCRIPT, TYPESCRIPT, GO -> LineImports.of(language, path, text);
            case KOTLIN,
                    GROOVY,
                    SCALA,
                    CLOJURE,
                    RUST,
                    RUBY,
                    PHP,
                    SWIFT,
                    DART,
                    C,
                    CPP,
                    CSHARP,
                    SHELL,
                    SQL,
                    XML,
                    YAML,
                    JSON,
                    TOML,
                    PROPERTIES,
                    MARKDOWN,
                    HTML,
                    CSS,
                    PROTOBUF,
                    TERRAFORM ->
                    of(text);
        };
    }

    /// How deep the brackets of Java text nest; 0 when there are fewer than `enough` of them.
    static int depth(String text, int enough) {
        // Nearly no file has so many brackets that it has to be looked at closer.
        if (text.length() < enough || (!text.contains("\\u") && brackets(text) < enough)) {
            return 0;
        }
        var scan = new ImportScan(unescaped(text));
        scan.blank();
        int depth = 0;
        int deepest = 0;
        for (char letter : scan.code) {
            depth += "([{".indexOf(letter) >= 0 ? 1 : ")]}".indexOf(letter) >= 0 ? -1 : 0;
            deepest = Math.max(deepest, depth);
        }
        return deepest;
    }

    private static int brackets(String text) {
        int found = 0;
        for (int at = 0; at < text.length(); at++) {
            char letter = text.charAt(at);
            found += letter == '(' || letter == '[' || letter == '{' ? 1 : 0;
        }
        return found;
    }

    private Head head() {
        blank();
        var packageName = "";
        var imports = new ArrayList<Import>();
        int line = 1;
        boolean start = true;
        for (int at = 0; at < code.length; at++) {
            char letter = code[at];
            if (packageName.isEmpty() && (at == 0 || !wordPart(at - 1)) && word(at, "package")) {
                packageName = String.join(".", names(at + 7).parts());
            } else if (start && word(at, "import")) {
                add(imports, at + 6, line);
            }
            line += letter == '\n' ? 1 : 0;
            start = letter == '\n' || letter == ';' || (start && Character.isWhitespace(letter));
        }
        return new Head(packageName, List.copyOf(imports));
    }

    private void add(List<Import> imports, int at, int line) {
        var found = names(at);
        if (found.parts().isEmpty()) {
            return;
        }
        if (found.end() < code.length && code[found.end()] == '{') {
            group(imports, found, line);
        } else {
            imports.add(new Import(found.parts(), found.all(), line));
        }
    }

    /// `import a.b.{C, D => E, _}`.
    private void group(List<Import> imports, Names outer, int line) {
        int at = outer.end() + 1;
        while (at < code.length && code[at] != '}') {
            var inner = names(at);
            if (!inner.parts().isEmpty() || inner.all()) {
                var whole = new ArrayList<>(outer.parts());
                whole.addAll(inner.parts());
                imports.add(new Import(List.copyOf(whole), inner.all(), line));
            }
            at = Math.max(at + 1, inner.end());
            while (at < code.length && code[at] != ',' && code[at] != '}') {
                at++;
            }
            at += at < code.length && code[at] == ',' ? 1 : 0;
        }
    }

    private record Names(List<String> parts, boolean all, int end) {}

    /// A dotted name from `at` on; blanks around the dots and the word `static` do not count.
    private Names names(int at) {
        var parts = new ArrayList<String>();
        boolean all = false;
        int next = skipBlanks(at);
        while (next < code.length) {
            if (code[next] == '*' || (code[next] == '_' && !wordPart(next + 1))) {
                all = true;
                next++;
                break;
            }
            int end = next;
            while (wordPart(end)) {
                end++;
            }
            if (end == next) {
                break;
            }
            var part = new String(code, next, end - next);
            next = skipBlanks(end);
            boolean isStatic = part.equals("static") && parts.isEmpty() && wordPart(next);
            if (!isStatic) {
                parts.add(part);
                if (next >= code.length || code[next] != '.') {
                    break;
                }
                next = skipBlanks(next + 1);
            }
        }
        return new Names(List.copyOf(parts), all, next);
    }

    private int skipBlanks(int at) {
        int next = at;
        while (next < code.length && (Character.isWhitespace(code[next]) || code[next] == '`')) {
            next++;
        }
        return next;
    }

    private boolean wordPart(int at) {
        return at < code.length && Character.isJavaIdentifierPart(code[at]);
    }

    private boolean word(int at, String word) {
        return text.length() == code.length
                && code[at] == word.charAt(0)
                && new String(code, at, Math.min(word.length(), code.length - at)).equals(word)
                && at + word.length() < code.length
                && Character.isWhitespace(code[at + word.length()]);
    }

    /// Overwrites comments, strings and characters with blanks; line ends stay.
    private void blank() {
        int at = 0;
        while (at < code.length) {
            if (starts(at, "//")) {
                at = blankTo(at, end("\n", at));
            } else if (starts(at, "/*")) {
                at = blankTo(at, end("*/", at + 2) + 2);
            } else if (starts(at, "\"\"\"")) {
                at = blankTo(at, end("\"\"\"", at + 3) + 3);
            } else if (code[at] == '"' || code[at] == '\'') {
                at = blankTo(at, endOfQuote(at));
            } else {
                at++;
            }
        }
    }

    private boolean starts(int at, String mark) {
        return text.startsWith(mark, at);
    }

    private int end(String mark, int from) {
        int found = text.indexOf(mark, from);
        return found < 0 ? code.length : found;
    }

    private int endOfQuote(int start) {
        char quote = code[start];
        int at = start + 1;
        while (at < code.length && code[at] != quote && code[at] != '\n') {
            at += code[at] == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    private int blankTo(int from, int to) {
        int end = Math.min(to, code.length);
        for (int at = from; at < end; at++) {
            code[at] = code[at] == '\n' ? '\n' : ' ';
        }
        return end;
    }

    private static String unescaped(String text) {
        if (!text.contains("\\u")) {
            return text;
        }
        var out = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at++) {
            int digits = at + 1;
            while (text.charAt(at) == '\\'
                    && digits < text.length()
                    && text.charAt(digits) == 'u') {
                digits++;
            }
            boolean escape = digits > at + 1 && digits + 4 <= text.length() && isHex(text, digits);
            out.append(
                    escape
                            ? (char) Integer.parseInt(text, digits, digits + 4, 16)
                            : text.charAt(at));
            at = escape ? digits + 3 : at;
        }
        return out.toString();
    }

    private static boolean isHex(String text, int from) {
        return text.substring(from, from + 4)
                .chars()
                .allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
    }
}
