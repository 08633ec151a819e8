package dev.lorimer.govern.importer;

import com.sun.source.tree.ExpressionTree;
import dev.lorimer.govern.importer.Chain.Call;
import dev.lorimer.govern.importer.Clause.Targets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Translates layered and onion architectures: one constraint for each layer that says who may use
/// it, or what it may use.
final class LayerRule {
    private final Ground ground;
    private final JavaFile file;
    private final Map<String, List<String>> layers = new LinkedHashMap<>();
    private final List<String> within = new ArrayList<>();
    private final List<Access> accesses = new ArrayList<>();
    private final List<Ignored> ignored = new ArrayList<>();
    private boolean inLayers;
    private boolean optional;

    LayerRule(Ground ground) {
        this.ground = ground;
        file = ground.file();
    }

    /// @param by whether the others use the layer, or it uses them
    private record Access(String layer, boolean by, List<String> others) {}

    /// A dependency that is let pass; nothing named means anything.
    private record Ignored(List<String> origins, Targets targets) {}

    Meaning of(Chain chain) {
        var current = "";
        for (var call : chain.calls().subList(1, chain.calls().size())) {
            switch (call.name()) {
                case "layer", "optionalLayer" -> {
                    current = file.text(call.only());
                    optional |= call.name().equals("optionalLayer");
                }
                case "definedBy" -> layers.put(current, Subjects.packages(call, file));
                case "whereLayer" -> current = file.text(call.only());
                case "mayOnlyBeAccessedByLayers" ->
                        accesses.add(new Access(current, true, file.texts(call.arguments())));
                case "mayNotBeAccessedByAnyLayer" ->
                        accesses.add(new Access(current, true, List.of()));
                case "mayOnlyAccessLayers" ->
                        accesses.add(new Access(current, false, file.texts(call.arguments())));
                case "mayNotAccessAnyLayer" -> accesses.add(new Access(current, false, List.of()));
                default -> setting(call);
            }
        }
        return meaning();
    }

    private void setting(Call call) {
        switch (call.name()) {
            case "consideringAllDependencies",
                    "because",
                    "as",
                    "check",
                    "ensureAllClassesAreContainedInArchitecture" -> {
                if (call.name().startsWith("ensure")) {
                    throw new Untranslated("that every class belongs to a layer has no equal here");
                }
            }
            case "consideringOnlyDependenciesInLayers" -> inLayers = true;
            case "consideringOnlyDependenciesInAnyPackage" ->
                    within.addAll(file.texts(call.arguments()));
            case "withOptionalLayers", "allowEmptyShould" ->
                    optional |= call.arguments().toString().equals("true");
            case "ignoreDependency" -> ignore(call);
            default -> throw new Untranslated("\"%s\" has no equal here".formatted(call.name()));
        }
    }

    /// An onion is layers, too: the domain inside, adapters outside that don't know each other.
    Meaning onion(Chain chain) {
        for (var call : chain.calls().subList(1, chain.calls().size())) {
            switch (call.name()) {
                case "domainModels", "domainServices", "applicationServices" ->
                        layers.put(call.name(), Subjects.packages(call, file));
                case "adapter" -> {
                    var name = "adapter " + file.text(call.arguments().getFirst());
                    layers.put(
                            name,
                            Subjects.packages(
                                    new Call(
                                            "adapter",
                                            call.arguments().subList(1, call.arguments().size())),
                                    file));
                }
                default -> setting(call);
            }
        }
        var adapters =
                layers.keySet().stream().filter(name -> name.startsWith("adapter ")).toList();
        var outside = new ArrayList<>(adapters);
        for (var ring : List.of("applicationServices", "domainServices", "domainModels")) {
            if (layers.containsKey(ring)) {
                accesses.add(new Access(ring, true, List.copyOf(outside)));
                outside.add(ring);
            }
        }
        adapters.forEach(name -> accesses.add(new Access(name, true, List.of())));
        return meaning();
    }

    private Meaning meaning() {
        if (accesses.isEmpty()) {
            throw new Untranslated("it restricts no layer");
        }
        var clauses = new ArrayList<Clause>();
        for (var access : accesses) {
            let(access.by() ? by(access) : of(access), clauses);
        }
        var meaning = Meaning.of(clauses);
        return optional ? meaning.allowingNone() : meaning;
    }

    private List<String> packages(String layer) {
        var found = layers.get(layer);
        if (found == null) {
            throw new Untranslated("layer \"%s\" is not defined by packages".formatted(layer));
        }
        return found;
    }

    private List<String> packages(Access access) {
        var all = new ArrayList<>(packages(access.layer()));
        access.others().forEach(other -> all.addAll(packages(other)));
        return all.stream().distinct().toList();
    }

    private List<String> everywhere() {
        return layers.values().stream().flatMap(List::stream).distinct().toList();
    }

    private List<String> bases() {
        return within.stream()
                .map(one -> {
                    if (!one.endsWith("..") || one.startsWith("..") || one.contains("*")) {
                        throw new Untranslated(
                                "dependencies in \"%s\" have no equal here".formatted(one));
                    }
                    return one.substring(0, one.length() - 2);
                })
                .toList();
    }

    /// Nobody but the others may use the layer.
    private Clause by(Access access) {
        var origins = inLayers ? everywhere() : within;
        // Only classes that are looked at belong to a layer that others use.
        var used =
                Packages.within(
                        within.isEmpty() ? ground.bases() : bases(), packages(access.layer()));
        return Clause.dependency(
                        "java",
                        ground.scope(origins, List.of()),
                        ground.exclude().and(Area.packages(packages(access))),
                        Targets.packages(used),
                        Targets.none())
                // Where all code is in layers that may, nobody is left to look at.
                .with(Clause.Terms.usual().allowingNone());
    }

    /// The layer may use nothing but the others.
    private Clause of(Access access) {
        var used = inLayers ? everywhere() : within.isEmpty() ? List.of("..") : within;
        var own = Packages.within(bases(), packages(access.layer()));
        return Clause.dependency(
                "java",
                ground.scope(own, List.of()),
                ground.exclude(),
                Targets.packages(used),
                Targets.packages(packages(access)));
    }

    private void ignore(Call call) {
        if (call.arguments().size() != 2) {
            throw new Untranslated("it lets pass what code of its own says");
        }
        ignored.add(
                new Ignored(
                        origins(call.arguments().getFirst()), targets(call.arguments().getLast())));
    }

    private List<String> origins(ExpressionTree argument) {
        var found = targets(argument);
        if (!found.packages().isEmpty()) {
            throw new Untranslated("it lets pass what packages use; name the classes");
        }
        return found.types().stream()
                .map(type -> "**/" + type.replace('.', '/') + ".java")
                .toList();
    }

    /// Empty for anything.
    private Targets targets(ExpressionTree argument) {
        if (argument.toString().endsWith(".class")) {
            return new Targets(List.of(), List.of(file.classOf(argument)));
        }
        var call =
                argument instanceof com.sun.source.tree.MethodInvocationTree
                        ? Chain.of(argument).calls().getLast()
                        : new Call("name", List.of(argument));
        return switch (call.name()) {
            case "alwaysTrue" -> Targets.none();
            case "resideInAPackage", "resideInAnyPackage" ->
                    Targets.packages(Subjects.packages(call, file));
            case "belongToAnyOf", "equivalentTo", "type" ->
                    new Targets(List.of(), call.arguments().stream().map(file::classOf).toList());
            case "name", "fullyQualifiedName" ->
                    new Targets(List.of(), file.texts(call.arguments()));
            default ->
                    throw new Untranslated("it lets pass what \"%s\" says".formatted(call.name()));
        };
    }

    /// The clause, and one more for each origin that may do more.
    private void let(Clause clause, List<Clause> clauses) {
        if (ignored.isEmpty()) {
            clauses.add(clause);
            return;
        }
        var forAll = Targets.none();
        var origins = new LinkedHashMap<String, Targets>();
        var free = new ArrayList<String>();
        for (var one : ignored) {
            if (one.origins().isEmpty() && one.targets().isEmpty()) {
                throw new Untranslated("it lets everything pass");
            }
            if (one.origins().isEmpty()) {
                forAll = forAll.and(one.targets());
            }
            for (var origin : one.origins()) {
                if (one.targets().isEmpty()) {
                    free.add(origin);
                } else {
                    origins.merge(origin, one.targets(), Targets::and);
                }
            }
        }
        var out = new ArrayList<>(free);
        out.addAll(origins.keySet());
        var general = forAll;
        clauses.add(Exceptions.allowing(clause, general, clause.exclude().and(Area.paths(out))));
        origins.forEach((origin, targets) -> {
            if (!free.contains(origin)) {
                clauses.add(Exceptions.only(clause, origin, general.and(targets)));
            }
        });
    }
}
