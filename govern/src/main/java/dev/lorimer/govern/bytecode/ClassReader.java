package dev.lorimer.govern.bytecode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads from one class file whom it names. Almost all of it stands in the constant pool, so no
/// instruction is ever looked at; generics and annotations stand in attributes. Reads bytes in
/// place, without making texts of them: that is four times as fast as the platform's own reader,
/// which has to serve those who change classes, too.
final class ClassReader {
    private static final int MAGIC = 0xCAFEBABE;

    /// The attributes that name types, by the sort of their content.
    private static final byte[] SIGNATURE = ascii("Signature");

    private static final byte[] CODE = ascii("Code");
    private static final byte[] RECORD = ascii("Record");
    private static final byte[] SOURCE = ascii("SourceFile");
    private static final byte[] DEFAULT = ascii("AnnotationDefault");
    private static final byte[] ANNOTATIONS = ascii("Annotations");
    private static final byte[] TYPE_ANNOTATIONS = ascii("TypeAnnotations");
    private static final byte[] PARAMETER_ANNOTATIONS = ascii("ParameterAnnotations");

    private final byte[] bytes;
    private final Listener listener;
    private final int[] places;
    private int at;

    /// Who is told what a class file names. Names are internal ones, slashes between packages, in
    /// the class file's own bytes; they are not kept beyond the call.
    interface Listener {
        void type(byte[] bytes, int from, int to, Role role);

        void member(byte[] bytes, int ownerFrom, int ownerTo, int from, int to);

        void sourceFile(byte[] bytes, int from, int to);

        /// The class's own name, told first.
        void self(byte[] bytes, int from, int to);
    }

    private ClassReader(byte[] bytes, Listener listener) {
        this.bytes = bytes;
        this.listener = listener;
        if (bytes.length < 10 || number4(0) != MAGIC) {
            throw new IllegalArgumentException("it does not begin as class files do");
        }
        places = new int[number2(8)];
    }

    /// @throws IllegalArgumentException when the bytes are no whole class file
    static void read(byte[] bytes, Listener listener) {
        try {
            new ClassReader(bytes, listener).read();
        } catch (IndexOutOfBoundsException broken) {
            throw new IllegalArgumentException("it ends in the middle, or points outside", broken);
        }
    }

    private void read() {
        pool();
        int self = text(number2(at + 2));
        listener.self(bytes, self + 2, self + 2 + number2(self));
        constants();
        at += 6;
        at += 2 + 2 * number2(at);
        members();
        members();
        attributes();
        if (at != bytes.length) {
            throw new IllegalArgumentException("it goes on behind its end");
        }
    }

    /// Finds where each constant begins.
    private void pool() {
        at = 10;
        for (int i = 1; i < places.length; i++) {
            places[i] = at;
            int tag = bytes[at];
            switch (tag) {
                case 1 -> at += 3 + number2(at + 1);
                case 7, 8, 16, 19, 20 -> at += 3;
                case 15 -> at += 4;
                case 3, 4, 9, 10, 11, 12, 17, 18 -> at += 5;
                case 5, 6 -> {
                    at += 9;
                    i++;
                }
                default ->
                        throw new IllegalArgumentException(
                                "it has a constant of an unknown sort, " + tag);
            }
        }
    }

    private void constants() {
        for (int i = 1; i < places.length; i++) {
            int place = places[i];
            switch (place == 0 ? 0 : bytes[place]) {
                case 7 -> reference(place + 1);
                case 9, 10, 11 -> member(place);
                case 12 -> types(utf8(number2(place + 3)), Role.TYPE);
                case 16 -> types(utf8(number2(place + 1)), Role.TYPE);
                default -> {}
            }
        }
    }

    /// A class entry of an array holds a descriptor.
    private void reference(int place) {
        int name = utf8(number2(place));
        int from = name + 2;
        if (bytes[from] == '[') {
            types(name, Role.TYPE);
        } else {
            listener.type(bytes, from, from + number2(name), Role.TYPE);
        }
    }

    private void member(int place) {
        int owner = text(number2(place + 1));
        int named = places[number2(place + 3)];
        int name = utf8(number2(named + 1));
        if (bytes[owner + 2] != '[') {
            listener.member(
                    bytes,
                    owner + 2,
                    owner + 2 + number2(owner),
                    name + 2,
                    name + 2 + number2(name));
        }
    }

    /// Fields, or methods.
    private void members() {
        int count = number2(at);
        at += 2;
        for (int i = 0; i < count; i++) {
            types(utf8(number2(at + 4)), Role.TYPE);
            at += 6;
            attributes();
        }
    }

    private void attributes() {
        int count = number2(at);
        at += 2;
        for (int i = 0; i < count; i++) {
            int name = utf8(number2(at));
            int end = at + 6 + number4(at + 2);
            if (end < at || end > bytes.length) {
                throw new IllegalArgumentException("an attribute is longer than the file");
            }
            at += 6;
            attribute(name);
            at = end;
        }
    }

    private void attribute(int name) {
        if (is(name, SIGNATURE)) {
            types(utf8(number2(at)), Role.GENERIC);
        } else if (is(name, CODE)) {
            at += 8 + number4(at + 4);
            at += 2 + 8 * number2(at);
            attributes();
        } else if (is(name, RECORD)) {
            components();
        } else if (is(name, SOURCE)) {
            int file = utf8(number2(at));
            listener.sourceFile(bytes, file + 2, file + 2 + number2(file));
        } else if (is(name, DEFAULT)) {
            value();
        } else if (ends(name, TYPE_ANNOTATIONS)) {
            each(number2(skip(2)), this::typeAnnotation);
        } else if (ends(name, PARAMETER_ANNOTATIONS)) {
            each(bytes[skip(1)] & 0xff, () -> each(number2(skip(2)), this::annotation));
        } else if (ends(name, ANNOTATIONS)) {
            each(number2(skip(2)), this::annotation);
        }
    }

    private void components() {
        int count = number2(skip(2));
        for (int i = 0; i < count; i++) {
            types(utf8(number2(at + 2)), Role.TYPE);
            at += 4;
            attributes();
        }
    }

    /// What is annotated, and the way to it inside of a type; then an annotation like any other.
    private void typeAnnotation() {
        int target = bytes[skip(1)] & 0xff;
        switch (target) {
            case 0x00, 0x01, 0x16 -> skip(1);
            case 0x10, 0x11, 0x12, 0x17, 0x42, 0x43, 0x44, 0x45, 0x46 -> skip(2);
            case 0x13, 0x14, 0x15 -> {}
            case 0x40, 0x41 -> skip(6 * number2(skip(2)));
            case 0x47, 0x48, 0x49, 0x4A, 0x4B -> skip(3);
            default ->
                    throw new IllegalArgumentException(
                            "an annotation stands where none can, " + target);
        }
        skip(2 * (bytes[skip(1)] & 0xff));
        annotation();
    }

    private void annotation() {
        types(utf8(number2(skip(2))), Role.ANNOTATION);
        each(
                number2(skip(2)),
                () -> {
                    skip(2);
                    value();
                });
    }

    private void value() {
        switch (bytes[skip(1)]) {
            case 'e' -> {
                int type = utf8(number2(skip(2)));
                int name = utf8(number2(skip(2)));
                types(type, Role.ANNOTATION);
                int to = type + 2 + number2(type) - 1;
                if (to > type + 3) {
                    listener.member(bytes, type + 3, to, name + 2, name + 2 + number2(name));
                }
            }
            case 'c' -> types(utf8(number2(skip(2))), Role.ANNOTATION);
            case '@' -> annotation();
            case '[' -> each(number2(skip(2)), this::value);
            default -> skip(2);
        }
    }

    private static void each(int count, Runnable next) {
        for (int i = 0; i < count; i++) {
            next.run();
        }
    }

    /// Every type in a descriptor or a generic signature: `L`, the name, then `;` or `<`. Of a
    /// nested type in a generic one, which follows behind a dot, the outer one is told here, and
    /// the nested one by its class entry.
    private void types(int utf8, Role role) {
        int next = utf8 + 2;
        int to = next + number2(utf8);
        int start = next;
        while (next < to) {
            if (next > start && isFormal(next, to)) {
                next = until(next, to, ':', ':');
            } else if (bytes[next] == 'L') {
                int end = until(next + 1, to, ';', '<');
                listener.type(bytes, next + 1, end, role);
                next = end;
            } else if (bytes[next] == 'T') {
                next = until(next, to, ';', ';');
            } else if (bytes[next] == '.') {
                next = until(next, to, ';', '<');
            }
            next++;
        }
    }

    /// Whether the name of a type parameter begins here, as in `<Name:Ljava/lang/Object;>`.
    private boolean isFormal(int from, int to) {
        if (bytes[from - 1] != '<' && bytes[from - 1] != ';') {
            return false;
        }
        int end = from;
        while (end < to && ":;<>/.*+-[()".indexOf(bytes[end]) < 0) {
            end++;
        }
        return end < to && end > from && bytes[end] == ':';
    }

    private int until(int from, int to, char one, char other) {
        int end = from;
        while (end < to && bytes[end] != one && bytes[end] != other) {
            end++;
        }
        return end;
    }

    /// The text that a class entry points to.
    private int text(int entry) {
        return utf8(number2(places[entry] + 1));
    }

    /// Where the length of a text stands; the text follows.
    private int utf8(int entry) {
        int place = places[entry];
        if (entry == 0 || bytes[place] != 1) {
            throw new IllegalArgumentException("there is no text where one should be");
        }
        return place + 1;
    }

    private int skip(int count) {
        int now = at;
        at += count;
        return now;
    }

    private boolean is(int utf8, byte[] name) {
        return Arrays.equals(bytes, utf8 + 2, utf8 + 2 + number2(utf8), name, 0, name.length);
    }

    private boolean ends(int utf8, byte[] name) {
        int to = utf8 + 2 + number2(utf8);
        return number2(utf8) > name.length
                && Arrays.equals(bytes, to - name.length, to, name, 0, name.length);
    }

    private int number2(int place) {
        return (bytes[place] & 0xff) << 8 | (bytes[place + 1] & 0xff);
    }

    private int number4(int place) {
        return number2(place) << 16 | number2(place + 2);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
