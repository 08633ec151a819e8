package dev.lorimer.govern.kind;

import dev.lorimer.govern.kind.Interface.Member;
import dev.lorimer.govern.kind.Interface.ShownType;
import dev.lorimer.govern.kind.Interface.Sort;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipInputStream;

/// Reads the public interface out of an archive of class files.
final class ClassInterface {
    /// 256 MiB unpacked: a bound against archives that are made to fill the memory.
    private static final long BYTES_MAX = 256L << 20;

    private ClassInterface() {}

    /// The archive's interface; empty when it is none that can be read.
    static Optional<Interface> of(byte[] archive) {
        Map<String, ClassModel> classes = new HashMap<>();
        long left = BYTES_MAX;
        try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                boolean wanted =
                        entry.getName().endsWith(".class")
                                && !entry.getName().startsWith("META-INF/")
                                && !entry.getName().endsWith("-info.class");
                var bytes = zip.readNBytes((int) Math.min(left, Integer.MAX_VALUE));
                left -= bytes.length;
                if (left <= 0) {
                    return Optional.empty();
                }
                if (wanted) {
                    var model = ClassFile.of().parse(bytes);
                    classes.put(model.thisClass().asInternalName(), model);
                }
            }
        } catch (IOException | IllegalArgumentException _) {
            return Optional.empty();
        }
        var types = new TreeMap<String, ShownType>();
        classes.forEach((name, model) -> {
            if (isVisible(name, classes)) {
                types.put(name.replace('/', '.').replace('$', '.'), type(model));
            }
        });
        return classes.isEmpty() ? Optional.empty() : Optional.of(new Interface(types));
    }

    /// Whether it and everything around it is public or protected.
    private static boolean isVisible(String name, Map<String, ClassModel> classes) {
        var flags = flags(name, classes);
        boolean seen = flags.contains(AccessFlag.PUBLIC) || flags.contains(AccessFlag.PROTECTED);
        int outer = name.lastIndexOf('$');
        return seen
                && (outer <= name.lastIndexOf('/') + 1
                        || !classes.containsKey(name.substring(0, outer))
                        || isVisible(name.substring(0, outer), classes));
    }

    /// A nested class carries its true flags in the list of inner classes only.
    private static Set<AccessFlag> flags(String name, Map<String, ClassModel> classes) {
        var model = classes.get(name);
        if (model == null) {
            return Set.of();
        }
        return model.findAttribute(Attributes.innerClasses()).stream()
                .flatMap(inner -> inner.classes().stream())
                .filter(inner -> inner.innerClass().asInternalName().equals(name))
                .findFirst()
                .map(inner -> inner.outerClass().isPresent() ? inner.flags() : Set.<AccessFlag>of())
                .orElseGet(() -> model.flags().flags());
    }

    private static ShownType type(ClassModel model) {
        var name = model.thisClass().asInternalName();
        var flags = flags(name, Map.of(name, model));
        var superclass = model.superclass().map(one -> one.asInternalName()).orElse("");
        boolean isRecord = superclass.equals("java/lang/Record");
        boolean isEnum = superclass.equals("java/lang/Enum");
        boolean isInterface = flags.contains(AccessFlag.INTERFACE);
        var sort =
                flags.contains(AccessFlag.ANNOTATION)
                        ? "annotation"
                        : isInterface
                                ? "interface"
                                : isRecord ? "record" : isEnum ? "enum" : "class";
        var parents = new TreeSet<String>();
        if (!isRecord
                && !isEnum
                && !superclass.isEmpty()
                && !superclass.equals("java/lang/Object")) {
            parents.add(simple(superclass));
        }
        model.interfaces().stream()
                .map(one -> one.asInternalName())
                .filter(one -> !one.equals("java/lang/annotation/Annotation"))
                .forEach(one -> parents.add(simple(one)));
        var members = new TreeMap<String, Member>();
        boolean inner = name.contains("$") && !flags.contains(AccessFlag.STATIC) && !isInterface;
        model.methods().forEach(method -> method(method, model, sort, inner, members));
        model.fields().forEach(field -> field(field, members));
        return new ShownType(traits(sort, flags), parents, members);
    }

    static String traits(String sort, Set<AccessFlag> flags) {
        boolean plain = sort.equals("class");
        return (flags.contains(AccessFlag.PROTECTED) ? "protected " : "")
                + (plain && flags.contains(AccessFlag.ABSTRACT) ? "abstract " : "")
                + (plain && flags.contains(AccessFlag.FINAL) ? "final " : "")
                + sort;
    }

    private static void method(
            MethodModel method,
            ClassModel model,
            String sort,
            boolean inner,
            Map<String, Member> members) {
        var flags = method.flags().flags();
        var name = method.methodName().stringValue();
        boolean seen = flags.contains(AccessFlag.PUBLIC) || flags.contains(AccessFlag.PROTECTED);
        boolean made = flags.contains(AccessFlag.SYNTHETIC) || name.equals("<clinit>");
        if (!seen || made) {
            return;
        }
        var parameters =
                new ArrayList<>(
                        method.methodTypeSymbol().parameterList().stream()
                                .map(ClassInterface::name)
                                .toList());
        boolean isNew = name.equals("<init>");
        if (isNew && inner && !parameters.isEmpty()) {
            parameters.removeFirst();
        }
        if (isGenerated(sort, name, parameters)) {
            return;
        }
        var signature = (isNew ? "new" : name) + "(" + String.join(",", parameters) + ")";
        boolean isAbstract = flags.contains(AccessFlag.ABSTRACT);
        boolean isInterface = model.flags().has(AccessFlag.INTERFACE);
        members.put(
                signature,
                member(
                        isNew ? Sort.CONSTRUCTOR : Sort.METHOD,
                        flags,
                        isNew ? "" : name(method.methodTypeSymbol().returnType()),
                        isAbstract,
                        isInterface && !isAbstract && !flags.contains(AccessFlag.STATIC)));
    }

    static Member member(
            Sort sort, Set<AccessFlag> flags, String type, boolean isAbstract, boolean open) {
        var words = new ArrayList<String>();
        for (var flag :
                List.of(
                        AccessFlag.PROTECTED,
                        AccessFlag.STATIC,
                        AccessFlag.FINAL,
                        AccessFlag.ABSTRACT)) {
            if (flags.contains(flag)) {
                words.add(flag.name().toLowerCase(java.util.Locale.ROOT));
            }
        }
        words.add(type);
        return new Member(
                sort,
                words.stream().filter(one -> !one.isEmpty()).collect(Collectors.joining(" ")),
                isAbstract,
                open);
    }

    /// What the compiler adds to enums and records, source does not show.
    static boolean isGenerated(String sort, String name, List<String> parameters) {
        var signature = name + parameters;
        return (sort.equals("enum") && List.of("values[]", "valueOf[String]").contains(signature))
                || (sort.equals("record")
                        && List.of("toString[]", "hashCode[]", "equals[Object]")
                                .contains(signature));
    }

    private static void field(FieldModel field, Map<String, Member> members) {
        var flags = field.flags().flags();
        boolean seen = flags.contains(AccessFlag.PUBLIC) || flags.contains(AccessFlag.PROTECTED);
        if (seen && !flags.contains(AccessFlag.SYNTHETIC)) {
            members.put(
                    field.fieldName().stringValue(),
                    member(Sort.FIELD, flags, name(field.fieldTypeSymbol()), false, false));
        }
    }

    private static String name(ClassDesc type) {
        var shown = type.displayName();
        return shown.substring(shown.lastIndexOf('$') + 1);
    }

    private static String simple(String internal) {
        return internal.substring(
                Math.max(internal.lastIndexOf('/'), internal.lastIndexOf('$')) + 1);
    }
}
