package dev.lorimer.workspace;

import dev.lorimer.govern.tree.TreeEntry;
import dev.lorimer.workspace.WorkspaceException.Kind;
import java.util.Locale;
import java.util.SortedMap;

/// Where in a tree an edit goes.
final class EditPath {
    private EditPath() {}

    /// The path from the top of the tree.
    ///
    /// @param prefix the workspace's own folder in the tree
    /// @throws WorkspaceException `UNTRACKABLE` when no file can be there
    static String resolve(String prefix, String path, SortedMap<String, TreeEntry> files) {
        for (String name : path.split("/", -1)) {
            refuseName(name, path);
        }
        String whole = prefix.isEmpty() ? path : prefix + "/" + path;
        for (int end = whole.indexOf('/'); end >= 0; end = whole.indexOf('/', end + 1)) {
            TreeEntry above = files.get(whole.substring(0, end));
            if (above != null) {
                throw refused(
                        path,
                        "\"" + whole.substring(0, end) + "\" on the way is " + what(above),
                        "write to another path");
            }
        }
        TreeEntry there = files.get(whole);
        if (there != null && !there.mode().startsWith("100")) {
            throw refused(path, "there is " + what(there), "edit what it points to");
        }
        SortedMap<String, TreeEntry> below = files.tailMap(whole + "/");
        if (!below.isEmpty() && below.firstKey().startsWith(whole + "/")) {
            throw refused(path, "there is a folder of that name", "name a file in it");
        }
        return whole;
    }

    private static void refuseName(String name, String path) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            throw refused(
                    path,
                    "it is not a plain relative path",
                    "give one from the workspace's top, with / and without \"..\"");
        }
        if (lower.equals(".git") || name.indexOf('\0') >= 0) {
            throw refused(path, "git keeps that name for itself", "choose another");
        }
    }

    private static String what(TreeEntry entry) {
        if (entry.isGitlink()) {
            return "a submodule";
        }
        return entry.mode().equals("120000") ? "a symbolic link" : "a file";
    }

    private static WorkspaceException refused(String path, String why, String cure) {
        return new WorkspaceException(
                Kind.UNTRACKABLE,
                "\"" + path + "\" can not be edited: " + why + "; " + cure);
    }
}
