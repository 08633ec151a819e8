package dev.lorimer.govern.bytecode;

import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.Attribute;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.TypeAnnotation;
import java.lang.classfile.attribute.AnnotationDefaultAttribute;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.attribute.RecordAttribute;
import java.lang.classfile.attribute.RuntimeInvisibleAnnotationsAttribute;
import java.lang.classfile.attribute.RuntimeInvisibleParameterAnnotationsAttribute;
import java.lang.classfile.attribute.RuntimeInvisibleTypeAnnotationsAttribute;
import java.lang.classfile.attribute.RuntimeVisibleAnnotationsAttribute;
import java.lang.classfile.attribute.RuntimeVisibleParameterAnnotationsAttribute;
import java.lang.classfile.attribute.RuntimeVisibleTypeAnnotationsAttribute;
import java.lang.classfile.attribute.SignatureAttribute;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.MethodTypeEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.util.List;

/// Reads from one class file whom it names. Almost all of it stands in the constant pool, so no
/// instruction is ever looked at; generics and annotations stand in attributes.
final class ClassReader {
    /// Who is told what a class file names. Names are internal ones: slashes between packages.
    interface Listener {
        void type(String name, Role role);

        void member(String owner, String name);

        void sourceFile(String name);
    }

    private final Listener listener;

    private ClassReader(Listener listener) {
        this.listener = listener;
    }

    /// @return the internal name of the class
    /// @throws IllegalArgumentException when the bytes are no class file, or one that is newer than
    ///   the running Java
    static String read(byte[] bytes, Listener listener) {
        var model = ClassFile.of().parse(bytes);
        new ClassReader(listener).read(model);
        return model.thisClass().asInternalName();
    }

    private void read(ClassModel model) {
        for (PoolEntry entry : model.constantPool()) {
            switch (entry) {
                case ClassEntry type -> reference(type.asInternalName());
                case MemberRefEntry member ->
                        member(member.owner().asInternalName(), member.name().stringValue());
                case NameAndTypeEntry named -> types(named.type().stringValue(), Role.TYPE);
                case MethodTypeEntry method ->
                        types(method.descriptor().stringValue(), Role.TYPE);
                default -> {}
            }
        }
        attributes(model);
        for (var field : model.fields()) {
            types(field.fieldType().stringValue(), Role.TYPE);
            attributes(field);
        }
        for (var method : model.methods()) {
            types(method.methodType().stringValue(), Role.TYPE);
            attributes(method);
        }
    }

    /// A class entry of an array holds a descriptor.
    private void reference(String name) {
        if (name.startsWith("[")) {
            types(name, Role.TYPE);
        } else {
            listener.type(name, Role.TYPE);
        }
    }

    private void member(String owner, String name) {
        if (!owner.startsWith("[")) {
            listener.member(owner, name);
        }
    }

    private void attributes(AttributedElement element) {
        for (Attribute<?> attribute : element.attributes()) {
            switch (attribute) {
                case SignatureAttribute generic ->
                        types(generic.signature().stringValue(), Role.GENERIC);
                case RuntimeVisibleAnnotationsAttribute found -> annotations(found.annotations());
                case RuntimeInvisibleAnnotationsAttribute found ->
                        annotations(found.annotations());
                case RuntimeVisibleTypeAnnotationsAttribute found ->
                        typeAnnotations(found.annotations());
                case RuntimeInvisibleTypeAnnotationsAttribute found ->
                        typeAnnotations(found.annotations());
                case RuntimeVisibleParameterAnnotationsAttribute found ->
                        found.parameterAnnotations().forEach(this::annotations);
                case RuntimeInvisibleParameterAnnotationsAttribute found ->
                        found.parameterAnnotations().forEach(this::annotations);
                case AnnotationDefaultAttribute found -> value(found.defaultValue());
                case RecordAttribute found ->
                        found.components()
                                .forEach(component -> {
                                    types(component.descriptor().stringValue(), Role.TYPE);
                                    attributes(component);
                                });
                case CodeAttribute code -> attributes(code);
                case SourceFileAttribute source ->
                        listener.sourceFile(source.sourceFile().stringValue());
                default -> {}
            }
        }
    }

    private void typeAnnotations(List<TypeAnnotation> annotations) {
        annotations.forEach(one -> annotation(one.annotation()));
    }

    private void annotations(List<Annotation> annotations) {
        annotations.forEach(this::annotation);
    }

    private void annotation(Annotation annotation) {
        types(annotation.className().stringValue(), Role.ANNOTATION);
        annotation.elements().forEach(element -> value(element.value()));
    }

    private void value(AnnotationValue value) {
        switch (value) {
            case AnnotationValue.OfAnnotation nested -> annotation(nested.annotation());
            case AnnotationValue.OfArray array -> array.values().forEach(this::value);
            case AnnotationValue.OfClass type ->
                    types(type.className().stringValue(), Role.ANNOTATION);
            case AnnotationValue.OfEnum constant -> {
                types(constant.className().stringValue(), Role.ANNOTATION);
                types(constant.className().stringValue(), constant.constantName().stringValue());
            }
            case AnnotationValue.OfConstant _ -> {}
        }
    }

    private void types(String descriptor, String member) {
        if (descriptor.startsWith("L") && descriptor.endsWith(";")) {
            listener.member(descriptor.substring(1, descriptor.length() - 1), member);
        }
    }

    /// Every type in a descriptor or a generic signature: `L`, the name, then `;` or `<`. A nested
    /// type of a generic one follows behind a dot.
    private void types(String descriptor, Role role) {
        int at = 0;
        while (at < descriptor.length()) {
            char letter = descriptor.charAt(at);
            if (isFormal(descriptor, at)) {
                at = Math.max(at, descriptor.indexOf(':', at));
            } else if (letter == 'L') {
                int end = end(descriptor, at + 1);
                listener.type(descriptor.substring(at + 1, end), role);
                at = end;
            } else if (letter == 'T') {
                // A type variable is named up to the semicolon.
                at = Math.max(at, descriptor.indexOf(';', at));
            } else if (letter == '.') {
                at = end(descriptor, at);
            }
            at++;
        }
    }

    /// Whether the name of a type parameter begins here, as in `<Name:Ljava/lang/Object;>`.
    private static boolean isFormal(String text, int at) {
        boolean start =
                at > 0
                        && (text.charAt(at - 1) == '<' || text.charAt(at - 1) == ';')
                        && Character.isJavaIdentifierStart(text.charAt(at));
        if (!start) {
            return false;
        }
        int end = at;
        while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
            end++;
        }
        return end < text.length() && text.charAt(end) == ':';
    }

    private static int end(String text, int from) {
        int at = from;
        while (at < text.length() && ";<".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at;
    }
}
