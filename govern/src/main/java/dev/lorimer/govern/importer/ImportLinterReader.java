package dev.lorimer.govern.importer;

import dev.lorimer.govern.importer.Clause.Targets;
import dev.lorimer.govern.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;

/// Translates contracts of import-linter: `forbidden`, `layers`, `independence`, `protected`.
final class ImportLinterReader {
    private static final String DIRECT =
            "direct imports only: chains of imports over modules that the contract does not name are not followed";

    private final Tree tree;
    private final String path;
    private final Findings findings;

    ImportLinterReader(Tree tree, String path, Findings findings) {
        this.tree = tree;
        this.path = path;
        this.findings = findings;
    }

    void read(String text) {
        try {
            var file = path.endsWith(".toml") ? ContractFile.toml(text) : ContractFile.ini(text);
            var packages =
                    Stream.concat(
                                    file.settings().all("root_package").stream(),
                                    file.settings().all("root_packages").stream())
                            .toList();
            var modules = new PythonModules(tree, path, packages);
            for (var contract : file.contracts()) {
                var name = contract.one("name").orElse(contract.name());
                try {
                    var notes = new ArrayList<String>();
                    if (file.settings().flag("exclude_type_checking_imports")) {
                        notes.add("stricter: imports for type checkers count, too");
                    }
                    var clauses = clauses(contract, modules, packages, notes);
                    findings.translated(name, contract.line(), clauses, notes);
                } catch (Untranslated cause) {
                    findings.refused(name, contract.line(), cause.why());
                }
            }
        } catch (Untranslated cause) {
            findings.refused(path, 1, cause.why());
        }
    }

    private List<Clause> clauses(
            Contract contract, PythonModules modules, List<String> packages, List<String> notes) {
        var found =
                switch (contract.type()) {
                    case "forbidden" -> forbidden(contract, modules, notes);
                    case "layers" -> layers(contract, modules, notes);
                    case "independence" -> independence(contract, modules, notes);
                    case "protected" -> guarded(contract, modules, packages);
                    default ->
                            throw new Untranslated(
                                    "contracts of type \"%s\" have no equal here"
                                            .formatted(contract.type()));
                };
        return excepted(found, contract, modules);
    }

    private List<Clause> forbidden(Contract contract, PythonModules modules, List<String> notes) {
        boolean alone = contract.one("as_packages").filter("false"::equalsIgnoreCase).isPresent();
        if (!contract.flag("allow_indirect_imports")) {
            notes.add(DIRECT);
        }
        var sources = contract.all("source_modules");
        var targets = contract.all("forbidden_modules");
        if (sources.isEmpty() || targets.isEmpty()) {
            throw new Untranslated("it names no source_modules or no forbidden_modules");
        }
        // A module may use itself even where it is forbidden to others.
        boolean overlap =
                sources.stream()
                        .anyMatch(one ->
                                targets.stream()
                                        .anyMatch(other ->
                                                isWithin(one, other) || isWithin(other, one)));
        if (!overlap) {
            return List.of(
                    clause(
                            files(modules, sources, alone),
                            names(modules, targets, alone),
                            List.of()));
        }
        var clauses = new ArrayList<Clause>();
        for (var source : sources) {
            var others =
                    targets.stream()
                            .filter(one -> !isWithin(one, source) && !isWithin(source, one))
                            .toList();
            if (!others.isEmpty()) {
                clauses.add(
                        clause(
                                modules.files(source, alone),
                                names(modules, others, alone),
                                List.of()));
            }
        }
        return clauses;
    }

    private static boolean isWithin(String module, String other) {
        return module.equals(other) || module.startsWith(other + ".");
    }

    private static List<String> files(PythonModules modules, List<String> names, boolean alone) {
        return names.stream()
                .flatMap(one -> modules.files(one, alone).stream())
                .distinct()
                .toList();
    }

    private static List<String> names(PythonModules modules, List<String> names, boolean alone) {
        return names.stream()
                .flatMap(one -> modules.names(one, alone).stream())
                .distinct()
                .toList();
    }

    private static Clause clause(List<String> files, List<String> forbidden, List<String> allowed) {
        return Clause.dependency(
                "python",
                Area.paths(files),
                Area.none(),
                Targets.packages(forbidden),
                Targets.packages(allowed));
    }

    /// @param modules of one layer
    /// @param apart whether they may not use each other
    private record Layer(List<String> modules, boolean apart, boolean optional) {}

    private static Layer layer(String text) {
        if (text.startsWith("{")) {
            throw new Untranslated("a layer is a table; write it as \"a | b\"");
        }
        boolean apart = text.contains("|");
        var modules = new ArrayList<String>();
        boolean optional = false;
        for (var part : text.split(apart ? "\\|" : ":", -1)) {
            var bare = part.strip();
            optional |= bare.startsWith("(");
            modules.add(bare.replace("(", "").replace(")", "").strip());
        }
        return new Layer(modules, apart, optional);
    }

    private List<Clause> layers(Contract contract, PythonModules modules, List<String> notes) {
        var layers = contract.all("layers").stream().map(ImportLinterReader::layer).toList();
        if (layers.size() < 2 && layers.stream().noneMatch(Layer::apart)) {
            throw new Untranslated("it has fewer than two layers");
        }
        if (contract.flag("exhaustive")) {
            throw new Untranslated(
                    "\"exhaustive\" asks that every module is in a layer, for which there is no equal");
        }
        notes.add(DIRECT);
        var containers =
                contract.all("containers").isEmpty() ? List.of("") : contract.all("containers");
        var clauses = new ArrayList<Clause>();
        for (var container : containers) {
            var prefix =
                    container.isEmpty()
                            ? ""
                            : container.replace("(", "").replace(")", "").strip() + ".";
            var above = new ArrayList<String>();
            for (var layer : layers) {
                var own = layer.modules().stream().map(one -> prefix + one).toList();
                if (layer.apart()) {
                    for (var one : own) {
                        var others =
                                Area.both(
                                        above,
                                        own.stream().filter(other -> !other.equals(one)).toList());
                        add(
                                clause(
                                        modules.files(one, false),
                                        names(modules, others, false),
                                        List.of()),
                                layer,
                                clauses);
                    }
                } else if (!above.isEmpty()) {
                    add(
                            clause(
                                    files(modules, own, false),
                                    names(modules, above, false),
                                    List.of()),
                            layer,
                            clauses);
                }
                above.addAll(own);
            }
        }
        return clauses;
    }

    private static void add(Clause clause, Layer layer, List<Clause> clauses) {
        clauses.add(layer.optional() ? clause.with(clause.terms().allowingNone()) : clause);
    }

    private List<Clause> independence(
            Contract contract, PythonModules modules, List<String> notes) {
        notes.add(DIRECT);
        var all = new ArrayList<String>();
        for (var module : contract.all("modules")) {
            if (module.contains("*")) {
                // Their names are those of today; a module that comes later is not among them.
                throw new Untranslated(
                        "it names modules by \"%s\", so those that are still to come belong to it; today these are: %s"
                                .formatted(module, today(module, modules)));
            }
            all.add(module);
        }
        return all.stream()
                .map(one ->
                        clause(
                                modules.files(one, false),
                                names(
                                        modules,
                                        all.stream().filter(other -> !other.equals(one)).toList(),
                                        false),
                                List.of()))
                .toList();
    }

    private static String today(String module, PythonModules modules) {
        return module.endsWith(".*") && !module.substring(0, module.length() - 2).contains("*")
                ? String.join(", ", modules.children(module.substring(0, module.length() - 2)))
                : "not looked up";
    }

    private List<Clause> guarded(Contract contract, PythonModules modules, List<String> packages) {
        boolean alone = contract.one("as_packages").filter("false"::equalsIgnoreCase).isPresent();
        var guarded = contract.all("protected_modules");
        var free = Area.both(contract.all("allowed_importers"), guarded);
        return List.of(
                Clause.dependency(
                        "python",
                        Area.paths(files(modules, packages, false)),
                        Area.paths(files(modules, free, alone)),
                        Targets.packages(names(modules, guarded, alone)),
                        Targets.none()));
    }

    /// What `ignore_imports` lets pass: each importing file has constraints of its own.
    private static List<Clause> excepted(
            List<Clause> clauses, Contract contract, PythonModules modules) {
        var allowed = new LinkedHashMap<String, Targets>();
        for (var one : contract.all("ignore_imports")) {
            int arrow = one.indexOf("->");
            if (arrow < 0) {
                throw new Untranslated("\"%s\" is no import to ignore".formatted(one));
            }
            var target = one.substring(arrow + 2).strip();
            var names = Targets.packages(modules.names(target, true));
            modules.files(one.substring(0, arrow).strip(), true)
                    .forEach(file -> allowed.merge(file, names, Targets::and));
        }
        if (allowed.isEmpty()) {
            return clauses;
        }
        refuseOverlaps(List.copyOf(allowed.keySet()));
        var found = new ArrayList<Clause>();
        for (var clause : clauses) {
            var inside =
                    allowed.keySet().stream()
                            .filter(file -> mayMeet(file, clause.scope().paths()))
                            .toList();
            found.add(
                    Exceptions.allowing(
                            clause, Targets.none(), clause.exclude().and(Area.paths(inside))));
            inside.forEach(file ->
                    found.add(
                            Exceptions.only(
                                    clause, file, allowed.getOrDefault(file, Targets.none()))));
        }
        return found;
    }

    /// A file that two patterns name would be held to both of their constraints.
    private static void refuseOverlaps(List<String> files) {
        for (var one : files) {
            for (var other : files) {
                if (!one.equals(other) && one.contains("*") && mayMeet(other, List.of(one))) {
                    throw new Untranslated(
                            "it ignores imports of \"%s\" and of \"%s\", which may be the same"
                                    .formatted(one, other));
                }
            }
        }
    }

    private static boolean mayMeet(String file, List<String> globs) {
        var sample = file.replace("**", "x").replace("*", "x");
        return globs.stream()
                .anyMatch(glob -> {
                    var bare = glob.endsWith("/**") ? glob.substring(0, glob.length() - 2) : glob;
                    return dev.lorimer.govern.tree.PathGlob.of(glob).matches(sample)
                            || file.startsWith(bare)
                            || dev.lorimer.govern.tree.PathGlob.of(file)
                                    .matches(glob.replace("**", "x").replace("*", "x"));
                });
    }
}
