package dev.lorimer.govern.source;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.Tree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The imports of one file, by what they make known.
final class Imports {
    /// Simple name to full name: `import a.B` and `import static a.B.C`.
    final Map<String, List<String>> single = new HashMap<>();

    /// Member name to the types that it is imported from: `import static a.B.c`.
    final Map<String, List<List<String>>> members = new HashMap<>();

    /// Packages, or types with nested ones: `import a.*`.
    final List<List<String>> wildcards = new ArrayList<>();

    /// Types whose members all are imported: `import static a.B.*`.
    final List<List<String>> memberWildcards = new ArrayList<>();

    /// Names of modules whose packages all are imported: `import module java.sql`.
    final List<String> modules = new ArrayList<>();

    static Imports of(CompilationUnitTree unit) {
        var imports = new Imports();
        unit.getImports().forEach(imports::add);
        return imports;
    }

    private void add(ImportTree tree) {
        var parts = parts(tree.getQualifiedIdentifier());
        if (tree.isModule()) {
            modules.add(String.join(".", parts));
            return;
        }
        // What the parser could not read names no type.
        if (parts.size() < 2) {
            return;
        }
        var last = parts.getLast();
        var owner = parts.subList(0, parts.size() - 1);
        if (last.equals("*")) {
            (tree.isStatic() ? memberWildcards : wildcards).add(owner);
        } else if (tree.isStatic()) {
            members.computeIfAbsent(last, _ -> new ArrayList<>(1)).add(owner);
            single.putIfAbsent(last, parts);
        } else {
            single.put(last, parts);
        }
    }

    /// The names of a dotted tree; empty when it is more than names and dots.
    static List<String> parts(Tree tree) {
        var parts = new ArrayDeque<String>();
        var rest = tree;
        while (rest instanceof MemberSelectTree select) {
            parts.addFirst(select.getIdentifier().toString());
            rest = select.getExpression();
        }
        if (!(rest instanceof IdentifierTree first)) {
            return List.of();
        }
        parts.addFirst(first.getName().toString());
        return List.copyOf(parts);
    }
}
