package dev.lorimer.govern.importer;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import dev.lorimer.govern.importer.Chain.Call;
import dev.lorimer.govern.importer.Clause.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Translates `classes()…should()…` and `noClasses()…should()…`, and the same of fields and
/// methods.
final class FluentRule {
    private static final String BY_FILE = "classes are known by the names of their files";
    private static final String STRICTER =
            "stricter: a use that only declares or annotates counts too, not calls and fields alone";

    /// Calls behind the rule that do not change what it asks.
    private static final Set<String> TAIL =
            Set.of("because", "as", "check", "allowEmptyShould", "evaluate");

    private final Ground ground;
    private final JavaFile file;
    private final List<String> notes = new ArrayList<>();

    FluentRule(Ground ground) {
        this.ground = ground;
        file = ground.file();
    }

    /// One condition, with what follows it up to the next.
    private record Condition(List<Call> calls, String joined) {}

    Meaning of(Chain chain) {
        var calls = chain.calls();
        int should = index(calls);
        var subjects = Subjects.of(calls.subList(1, should), file);
        var root = chain.root();
        boolean none = root.startsWith("no");
        var conditions = conditions(calls.subList(should + 1, calls.size()));
        for (var condition : conditions) {
            if (condition.joined().equals(none ? "andShould" : "orShould")) {
                throw new Untranslated(
                        "it is broken only when two conditions fail at once (%s)"
                                .formatted(condition.joined()));
            }
        }
        var clauses = new ArrayList<Clause>();
        for (var condition : conditions) {
            clauses.addAll(clauses(element(root), none, subjects, condition.calls()));
        }
        boolean empty =
                calls.stream()
                        .anyMatch(call ->
                                call.name().equals("allowEmptyShould")
                                        && call.arguments().toString().equals("true"));
        var meaning = new Meaning(clauses, List.copyOf(notes));
        return empty ? meaning.allowingNone() : meaning;
    }

    private static int index(List<Call> calls) {
        for (int i = 0; i < calls.size(); i++) {
            if (calls.get(i).name().equals("should")) {
                if (!calls.get(i).arguments().isEmpty()) {
                    throw new Untranslated(
                            "its condition is code of its own: %s"
                                    .formatted(shortened(calls.get(i).arguments().toString())));
                }
                return i;
            }
        }
        throw new Untranslated("it has no should()");
    }

    private static String shortened(String text) {
        var line = text.replace('\n', ' ');
        return line.length() > 60 ? line.substring(0, 59) + "…" : line;
    }

    private static String element(String root) {
        return switch (root) {
            case "classes", "noClasses" -> "type";
            case "fields", "noFields" -> "field";
            case "methods", "noMethods" -> "method";
            default -> throw new Untranslated("rules about %s() have no equal".formatted(root));
        };
    }

    private static List<Condition> conditions(List<Call> calls) {
        var found = new ArrayList<Condition>();
        var part = new ArrayList<Call>();
        var joined = "";
        for (var call : calls) {
            if (TAIL.contains(call.name())) {
                continue;
            }
            if (call.name().equals("andShould") || call.name().equals("orShould")) {
                if (!call.arguments().isEmpty()) {
                    throw new Untranslated("its condition is code of its own");
                }
                found.add(new Condition(List.copyOf(part), joined));
                part.clear();
                joined = call.name();
            } else {
                part.add(call);
            }
        }
        found.add(new Condition(List.copyOf(part), joined));
        return found;
    }

    private List<Clause> clauses(
            String element, boolean none, Subjects subjects, List<Call> calls) {
        var first = calls.getFirst();
        if (element.equals("type")) {
            switch (first.name()) {
                case "dependOnClassesThat",
                        "accessClassesThat",
                        "onlyDependOnClassesThat",
                        "onlyAccessClassesThat",
                        "transitivelyDependOnClassesThat" -> {
                    return dependency(none, subjects, calls);
                }
                case "onlyHaveDependentClassesThat", "onlyBeAccessed" -> {
                    return dependents(none, subjects, calls);
                }
                case "callMethod", "callConstructor" -> {
                    return call(none, subjects, first);
                }
                default -> {}
            }
        }
        return List.of(new DeclarationRule(ground, element, none).of(subjects, calls));
    }

    private List<Clause> dependency(boolean none, Subjects subjects, List<Call> calls) {
        subjects.refuseAnnotations();
        var name = calls.getFirst().name();
        boolean only = name.startsWith("only");
        if (name.startsWith("transitively") || only == none) {
            throw new Untranslated("\"%s\" has no equal here".formatted(name));
        }
        if (name.contains("ccess")) {
            notes.add(STRICTER);
        }
        if (!subjects.names().isEmpty() || !subjects.notNames().isEmpty()) {
            notes.add(BY_FILE);
        }
        var target = target(calls);
        var forbidden = only ? Targets.packages(List.of("..")) : target.in();
        var allowed = only ? target.in() : target.out();
        if (target.inverse()) {
            forbidden = only ? target.out() : Targets.packages(List.of(".."));
            allowed = only ? Targets.none() : target.out();
        }
        return List.of(
                Clause.dependency(
                        "java",
                        subjects.scope(ground),
                        subjects.exclude(ground),
                        forbidden,
                        allowed));
    }

    /// @param inverse whether everything but `out` is meant
    private record Target(Targets in, Targets out, boolean inverse) {}

    private Target target(List<Call> calls) {
        var all = new ArrayList<Call>(calls.subList(1, calls.size()));
        if (!calls.getFirst().arguments().isEmpty()) {
            all.addAll(predicate(calls.getFirst().only()));
        }
        var in = Targets.none();
        var out = Targets.none();
        boolean joined = true;
        for (var call : all) {
            switch (call.name()) {
                case "or" -> {
                    joined = true;
                    if (!call.arguments().isEmpty()) {
                        in = in.and(target(List.of(new Call("", call.arguments()))).in());
                    }
                }
                case "resideOutsideOfPackage", "resideOutsideOfPackages" ->
                        out = out.and(Targets.packages(Subjects.packages(call, file)));
                default -> {
                    if (!joined) {
                        throw new Untranslated(
                                "it means what fits \"%s\" and something else at once"
                                        .formatted(call.name()));
                    }
                    in = in.and(positive(call));
                    joined = false;
                }
            }
        }
        if (in.isEmpty() && out.isEmpty()) {
            throw new Untranslated("it names nothing");
        }
        if (!in.isEmpty() && !out.isEmpty()) {
            throw new Untranslated("it means packages and all but others at once");
        }
        return new Target(in, out, in.isEmpty());
    }

    private Targets positive(Call call) {
        return switch (call.name()) {
            case "resideInAPackage", "resideInAnyPackage" ->
                    Targets.packages(Subjects.packages(call, file));
            case "haveFullyQualifiedName" -> types(file.texts(call.arguments()));
            case "belongToAnyOf" -> types(call.arguments().stream().map(file::classOf).toList());
            case "be", "type", "equivalentTo" -> types(List.of(Subjects.type(call, file)));
            case "haveSimpleName", "simpleName" -> types(Subjects.texts(call, file, "..", ""));
            case "haveSimpleNameEndingWith", "simpleNameEndingWith" ->
                    types(Subjects.texts(call, file, "..*", ""));
            case "haveSimpleNameStartingWith", "simpleNameStartingWith" ->
                    types(Subjects.texts(call, file, "..", "*"));
            case "haveSimpleNameContaining", "simpleNameContaining" ->
                    types(Subjects.texts(call, file, "..*", "*"));
            default ->
                    throw new Untranslated(
                            "it means used classes by \"%s\", which nothing here can tell"
                                    .formatted(call.name()));
        };
    }

    private static Targets types(List<String> names) {
        return new Targets(List.of(), names.stream().map(name -> name.replace('$', '.')).toList());
    }

    private static List<Call> predicate(ExpressionTree argument) {
        if (!(argument instanceof MethodInvocationTree)) {
            throw new Untranslated("it asks code of its own: " + shortened(argument.toString()));
        }
        return Chain.of(argument).calls();
    }

    /// Who may use the subjects: everybody else may not.
    private List<Clause> dependents(boolean none, Subjects subjects, List<Call> calls) {
        subjects.refuseAnnotations();
        if (none || !subjects.notPackages().isEmpty() || !subjects.notNames().isEmpty()) {
            throw new Untranslated("who uses all but some classes has no equal here");
        }
        if (calls.getFirst().name().equals("onlyBeAccessed")) {
            notes.add(STRICTER);
        }
        var by = calls.get(1);
        var users =
                switch (by.name()) {
                    case "byAnyPackage", "resideInAPackage", "resideInAnyPackage" ->
                            Area.packages(Subjects.packages(by, file));
                    case "haveSimpleNameEndingWith" ->
                            Area.paths(Subjects.files(Subjects.texts(by, file, "*", "")));
                    default ->
                            throw new Untranslated("it names users by \"%s\"".formatted(by.name()));
                };
        if (calls.size() > 2) {
            throw new Untranslated("it names users in two ways");
        }
        if (!subjects.packages().isEmpty() && !subjects.names().isEmpty()) {
            throw new Untranslated("it means used classes by package and name at once");
        }
        var used =
                subjects.names().isEmpty()
                        ? Targets.packages(Packages.within(ground.bases(), subjects.packages()))
                        : types(
                                Packages.within(
                                        ground.bases(),
                                        subjects.names().stream()
                                                .map(name -> ".." + name)
                                                .toList()));
        if (used.isEmpty()) {
            throw new Untranslated("it is about the users of every class");
        }
        return List.of(
                Clause.dependency(
                                "java",
                                ground.scope(List.of(), List.of()),
                                ground.exclude().and(users),
                                used,
                                Targets.none())
                        .with(Clause.Terms.usual().allowingNone()));
    }

    private List<Clause> call(boolean none, Subjects subjects, Call call) {
        subjects.refuseAnnotations();
        if (!none) {
            throw new Untranslated("what every class has to call has no equal here");
        }
        var owner = call.arguments().getFirst();
        var type = owner.toString().endsWith(".class") ? file.classOf(owner) : file.text(owner);
        boolean constructor = call.name().equals("callConstructor");
        int named = constructor ? 1 : 2;
        if (call.arguments().size() > named) {
            notes.add("stricter: every overload counts");
        }
        var method = type + "#" + (constructor ? "new" : file.text(call.arguments().get(1)));
        return List.of(
                new Clause(
                        "api-use",
                        "java",
                        subjects.scope(ground),
                        subjects.exclude(ground),
                        List.of("forbid: { method: %s }".formatted(Clause.list(List.of(method)))),
                        Clause.Terms.usual()));
    }
}
