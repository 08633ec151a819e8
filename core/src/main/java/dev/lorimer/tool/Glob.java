package dev.lorimer.tool;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/// A file name pattern: `*` and `?` within a name, `**` across folders, `[a-z]`, `{java,kt}`.
/// Without a `/` it is held against the file's name, else against its path. Matches in linear time,
/// which the JDK's own globs do not.
final class Glob {
    /// Twice the longest path that most systems can open is no pattern any more.
    private static final int LETTERS_MAX = 8_192;

    private final String text;
    private final Pattern pattern;

    private Glob(String text, Pattern pattern) {
        this.text = text;
        this.pattern = pattern;
    }

    /// @throws Tool.BadArguments when it is not of that form
    static Glob of(String glob) {
        String text = glob.startsWith("./") ? glob.substring(2) : glob;
        if (text.isEmpty()) {
            throw new Tool.BadArguments("\"glob\" is empty; leave it out to match every file");
        }
        if (text.length() > LETTERS_MAX) {
            throw new Tool.BadArguments(
                    "\"glob\" has %d letters; use at most %d"
                            .formatted(text.length(), LETTERS_MAX));
        }
        String whole = text.endsWith("/") ? text + "**" : text;
        try {
            return new Glob(whole, Pattern.compile(regex(whole)));
        } catch (PatternSyntaxException e) {
            throw new Tool.BadArguments(
                    "\"glob\" %s is not valid: %s; use *, **, ?, [a-z] and {a,b}"
                            .formatted(
                                    FilePath.shown(glob),
                                    ResultText.line(e.getDescription(), 100)));
        }
    }

    /// @param base the folder that the search started in: the pattern may be relative to it or to
    ///   the root
    boolean matches(FilePath path, FilePath base) {
        if (!text.contains("/")) {
            return pattern.matches(path.name());
        }
        var beneath = path.names().subList(base.names().size(), path.names().size());
        return pattern.matches(path.toString()) || pattern.matches(String.join("/", beneath));
    }

    private static String regex(String glob) {
        var regex = new StringBuilder();
        int braces = 0;
        for (int i = 0; i < glob.length(); i++) {
            char at = glob.charAt(i);
            switch (at) {
                case '*' -> i += star(glob, i, regex);
                case '?' -> regex.append("[^/]");
                case '[' -> i += bracket(glob, i, regex);
                case '{' -> {
                    braces++;
                    regex.append("(?:");
                }
                case '}' -> {
                    regex.append(braces > 0 ? ")" : "\\}");
                    braces = Math.max(0, braces - 1);
                }
                case ',' -> regex.append(braces > 0 ? "|" : ",");
                case '\\' -> {
                    i++;
                    regex.append(
                            Pattern.quote(i < glob.length() ? glob.substring(i, i + 1) : "\\"));
                }
                default -> regex.append(Pattern.quote(String.valueOf(at)));
            }
        }
        return regex.toString();
    }

    /// @return how many characters more than one were read
    private static int star(String glob, int at, StringBuilder regex) {
        if (glob.startsWith("**/", at)) {
            regex.append("(?:.*/)?");
            return 2;
        }
        if (glob.startsWith("**", at)) {
            regex.append(".*");
            return 1;
        }
        regex.append("[^/]*");
        return 0;
    }

    private static int bracket(String glob, int at, StringBuilder regex) {
        int end = glob.indexOf(']', at + 2);
        if (end < 0) {
            throw new Tool.BadArguments(
                    "\"glob\" %s has a \"[\" without \"]\"; close it or write \\["
                            .formatted(FilePath.shown(glob)));
        }
        String inside = glob.substring(at + 1, end);
        boolean not = inside.startsWith("!") || inside.startsWith("^");
        regex.append(not ? "[^/" : "[")
                .append(
                        (not ? inside.substring(1) : inside)
                                .replace("\\", "\\\\")
                                .replace("[", "\\["))
                .append(']');
        return end - at;
    }

    @Override
    public String toString() {
        return text;
    }
}
