package dev.lorimer.govern.tree;

/// One path of a tree: what kind of thing it is, and the hash of its content.
///
/// @param mode git's file mode in octal: 100644, 100755, 120000 (a symbolic link) or 160000 (a
///   commit of another repository)
/// @param blob the content's hash; two entries with equal hashes have equal bytes
public record TreeEntry(String mode, String blob) {
    /// A plain file, executable or not: the only kind whose content is source code.
    public boolean isFile() {
        return mode.startsWith("100");
    }

    /// A symbolic link; its content is the path that it points to.
    public boolean isLink() {
        return mode.equals("120000");
    }

    /// A commit of another repository (a submodule); its files are not part of this tree.
    public boolean isGitlink() {
        return mode.equals("160000");
    }
}
