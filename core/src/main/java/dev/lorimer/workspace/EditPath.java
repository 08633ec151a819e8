package dev.lorimer.workspace;

import dev.lorimer.govern.tree.TreeEntry;
import dev.lorimer.workspace.WorkspaceException.Kind;
import java.util.Locale;
import java.util.Optional;

/// Where in a tree an edit goes.
final class EditPath {
    private EditPath() {}

    /// The path from the top of the tree.
    ///
    /// @param prefix the workspace's own folder in the tree
    /// @throws WorkspaceException `UNTRACKABLE` when no file can be there
    static String resolve(String prefix, String path, Listing files) {
        for (String name : path.split("/", -1)) {
            refuseName(name, path);
        }
        String whole = prefix.isEmpty() ? path : prefix + "/" + path;
        for (int end = whole.indexOf('/'); end >= 0; end = whole.indexOf('/', end + 1)) {
            Optional<TreeEntry> above = files.at(whole.substring(0, end));
            if (above.isPresent()) {
                throw refused(
                        path,
                        "\"" + whole.substring(0, end) + "\" on the way is " + what(above.get()),
                        "write to another path");
            }
        }
        Optional<TreeEntry> there = files.at(whole);
        if (there.isPresent() && !there.get().mode().startsWith("100")) {
            throw refused(path, "there is " + what(there.get()), "edit what it points to");
        }
        if (files.isFolder(whole)) {
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
                Kind.UNTRACKABLE, "\"" + path + "\" can not be edited: " + why + "; " + cure);
    }
}
