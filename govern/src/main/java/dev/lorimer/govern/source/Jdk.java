package dev.lorimer.govern.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.constant.ClassDesc;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What the running Java's own types look like, read from their class files: nothing is loaded, and
/// it does not matter which modules this program itself uses. Safe for use by several threads.
final class Jdk {
    /// Everything under these is the platform's, or does not exist.
    private static final List<String> ROOTS = List.of("java", "javax", "jdk");

    private final Map<String, Optional<Shape>> shapes = new HashMap<>();
    private final Map<String, Boolean> present = new HashMap<>();
    private final Map<String, ModuleReference> modules = new HashMap<>();

    /// A type's members, without those that it inherits.
    ///
    /// @param name the full name, nested types after dots
    private record Shape(
            List<String> name, int packageParts, List<Member> members, List<String> parents) {}

    private record Member(String name, ClassDesc type, boolean isMethod) {}

    /// Whether the package, or the type, holds a type of that name.
    synchronized boolean has(String place, String name) {
        if (ROOTS.stream().noneMatch(root -> place.startsWith(root + "."))) {
            return false;
        }
        var full = place + "." + name;
        var known = present.get(full);
        if (known == null) {
            known =
                    file(List.of(full.split("\\.", -1)))
                            .filter(file -> holds(file.module(), file.path()))
                            .isPresent();
            present.put(full, known);
        }
        return known;
    }

    /// Where the type of that name would lie: its package ends somewhere in the name, the rest are
    /// nested types.
    private Optional<Location> file(List<String> parts) {
        for (int packageParts = parts.size() - 1; packageParts >= 2; packageParts--) {
            var folder = String.join("/", parts.subList(0, packageParts));
            var type = String.join("$", parts.subList(packageParts, parts.size()));
            var module = Optional.ofNullable(modules().get(folder.replace('/', '.')));
            if (module.isPresent()) {
                return Optional.of(
                        new Location(module.get(), folder + "/" + type + ".class", packageParts));
            }
        }
        return Optional.empty();
    }

    private record Location(ModuleReference module, String path, int packageParts) {}

    private static boolean holds(ModuleReference module, String file) {
        try (var reader = module.open()) {
            return reader.find(file).isPresent();
        } catch (IOException failure) {
            throw new UncheckedIOException("the platform's own files can't be read", failure);
        }
    }

    /// Whether every type of the package is the platform's, so that nobody else can add one.
    boolean owns(String packageName) {
        return packageName.equals("java") || packageName.startsWith("java.");
    }

    /// Every package that the module, and what it passes on, shows to everybody; empty when it is
    /// not the platform's.
    synchronized List<String> packagesOf(String module) {
        var names = new ArrayList<String>();
        var seen = new HashSet<String>();
        var open = new ArrayDeque<>(List.of(module));
        while (!open.isEmpty()) {
            var next = open.poll();
            ModuleFinder.ofSystem()
                    .find(next)
                    .filter(_ -> seen.add(next))
                    .map(ModuleReference::descriptor)
                    .ifPresent(found -> {
                        found.exports().stream()
                                .filter(export -> !export.isQualified())
                                .map(Exports::source)
                                .sorted()
                                .forEach(names::add);
                        found.requires().stream()
                                .filter(one ->
                                        one.modifiers().contains(Requires.Modifier.TRANSITIVE))
                                .map(Requires::name)
                                .forEach(open::add);
                    });
        }
        return names;
    }

    /// What all methods of that name give back, when they agree and it is a type that says
    /// something.
    synchronized Optional<Reference.Known> result(Reference.Known owner, String method) {
        return member(owner.parts(), method, true);
    }

    /// The type of a field.
    synchronized Optional<Reference.Known> field(Reference.Known owner, String name) {
        return member(owner.parts(), name, false);
    }

    /// Whether the type has or inherits a member of that name; empty when the type is not the
    /// platform's.
    synchronized Optional<Boolean> hasMember(List<String> owner, String name) {
        return shape(owner)
                .map(shape ->
                        inherited(shape)
                                .anyMatch(one ->
                                        one.members().stream()
                                                .anyMatch(member -> member.name().equals(name))));
    }

    private Optional<Reference.Known> member(List<String> owner, String name, boolean isMethod) {
        var types =
                shape(owner).stream()
                        .flatMap(this::inherited)
                        .flatMap(one -> one.members().stream())
                        .filter(member ->
                                member.isMethod() == isMethod && member.name().equals(name))
                        .map(Member::type)
                        .distinct()
                        .toList();
        if (types.size() != 1
                || !types.getFirst().isClassOrInterface()
                || types.getFirst().displayName().equals("Object")) {
            return Optional.empty();
        }
        var type = types.getFirst();
        var packageParts = List.of(type.packageName().split("\\.", -1));
        var parts = new ArrayList<>(packageParts);
        parts.addAll(List.of(type.displayName().split("\\$", -1)));
        return Optional.of(new Reference.Known(List.copyOf(parts), packageParts.size()));
    }

    /// The type with everything above it, each once.
    private Stream<Shape> inherited(Shape type) {
        var all = new ArrayList<Shape>();
        var seen = new HashSet<String>();
        var open = new ArrayDeque<>(List.of(type));
        while (!open.isEmpty()) {
            var next = open.poll();
            all.add(next);
            next.parents().stream()
                    .filter(seen::add)
                    .flatMap(parent ->
                            shape(List.of(parent.replace('$', '/').split("/", -1))).stream())
                    .forEach(open::add);
        }
        return all.stream();
    }

    private Optional<Shape> shape(List<String> parts) {
        if (parts.size() < 3 || !ROOTS.contains(parts.getFirst())) {
            return Optional.empty();
        }
        var name = String.join(".", parts);
        var known = shapes.get(name);
        if (known == null) {
            known = read(parts);
            shapes.put(name, known);
        }
        return known;
    }

    private Optional<Shape> read(List<String> parts) {
        return file(parts)
                .flatMap(file ->
                        bytes(file.module(), file.path())
                                .map(bytes ->
                                        shape(
                                                ClassFile.of().parse(bytes),
                                                parts,
                                                file.packageParts())));
    }

    private static Shape shape(ClassModel model, List<String> parts, int packageParts) {
        var members = new ArrayList<Member>();
        for (var method : model.methods()) {
            if ((method.flags().flagsMask() & ClassFile.ACC_BRIDGE) == 0) {
                members.add(
                        new Member(
                                method.methodName().stringValue(),
                                method.methodTypeSymbol().returnType(),
                                true));
            }
        }
        model.fields()
                .forEach(field ->
                        members.add(
                                new Member(
                                        field.fieldName().stringValue(),
                                        field.fieldTypeSymbol(),
                                        false)));
        var parents =
                Stream.concat(model.superclass().stream(), model.interfaces().stream())
                        .map(ClassEntry::asInternalName)
                        .toList();
        return new Shape(List.copyOf(parts), packageParts, members, parents);
    }

    private static Optional<byte[]> bytes(ModuleReference module, String file) {
        try (var reader = module.open();
                var stream = reader.open(file).orElseThrow(IOException::new)) {
            return Optional.of(stream.readAllBytes());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private Map<String, ModuleReference> modules() {
        if (modules.isEmpty()) {
            for (var module : ModuleFinder.ofSystem().findAll()) {
                module.descriptor().packages().forEach(name -> modules.put(name, module));
            }
        }
        return modules;
    }
}
