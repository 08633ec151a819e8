package dev.lorimer.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A path beneath a root, taken apart: no name in it is empty, `.`, `..` or `.git`. What the names
/// stand for on disk is not looked at here, but where each of them is opened.
///
/// @param names none for the root itself
record FilePath(List<String> names) {
    static final FilePath ROOT = new FilePath(List.of());

    FilePath {
        names = List.copyOf(names);
    }

    /// Reads a path as a model writes it, with `/` between names.
    ///
    /// @param roots how the root's own path may be written: models often send absolute paths, and
    ///   one that starts with the root's is taken as relative to it
    /// @throws Tool.BadArguments when it leads, or may lead, out of the root or into `.git`
    static FilePath of(String path, List<String> roots) {
        if (path.isEmpty()) {
            throw refused(path, "is empty; give a path relative to the workspace");
        }
        if (path.indexOf('\0') >= 0) {
            throw refused(path, "contains a NUL character; no file can have that name");
        }
        var names = new ArrayList<String>();
        for (String name : relative(path, roots).split("/", -1)) {
            if (name.equals("..")) {
                throw refused(
                        path, "contains \"..\"; give a path relative to the workspace without it");
            }
            if (isGit(name)) {
                throw refused(path, "lies in \".git\", which no file tool may touch");
            }
            if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
        }
        return new FilePath(names);
    }

    private static String relative(String path, List<String> roots) {
        if (!path.startsWith("/")) {
            return path;
        }
        for (String root : roots) {
            if (path.equals(root) || path.startsWith(root.endsWith("/") ? root : root + "/")) {
                return path.substring(root.length());
            }
        }
        throw refused(
                path,
                "is absolute and not in the workspace; give a path relative to the workspace");
    }

    /// True for every name that some file system takes for `.git`: letters' case (macOS, Windows),
    /// trailing dots and blanks and the short name (Windows), invisible characters (macOS).
    static boolean isGit(String name) {
        String plain =
                name.codePoints()
                        .filter(point -> Character.getType(point) != Character.FORMAT)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString()
                        .toLowerCase(Locale.ROOT);
        int end = plain.length();
        while (end > 0 && ". ".indexOf(plain.charAt(end - 1)) >= 0) {
            end--;
        }
        String trimmed = plain.substring(0, end);
        return trimmed.equals(".git") || trimmed.equals("git~1");
    }

    static Tool.BadArguments refused(String path, String why) {
        return new Tool.BadArguments("path " + shown(path) + " " + why);
    }

    /// For messages: in quotes, without what would break the line.
    static String shown(String path) {
        return "\"" + ResultText.line(path.replace("\0", "\\0"), 300) + "\"";
    }

    /// For listings: as it is, but in quotes and on one line when it would break the line.
    String shownPlain() {
        String path = toString();
        boolean plain = path.codePoints().noneMatch(Character::isISOControl);
        return plain ? path : Json.MAPPER.writeValueAsString(path);
    }

    boolean isRoot() {
        return names.isEmpty();
    }

    String name() {
        return names.getLast();
    }

    FilePath parent() {
        return new FilePath(names.subList(0, names.size() - 1));
    }

    FilePath child(String name) {
        var longer = new ArrayList<>(names);
        longer.add(name);
        return new FilePath(longer);
    }

    /// The names joined with `/`; `.` for the root.
    @Override
    public String toString() {
        return isRoot() ? "." : String.join("/", names);
    }
}
