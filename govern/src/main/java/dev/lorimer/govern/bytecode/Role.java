package dev.lorimer.govern.bytecode;

/// In what role a class file names a type. One edge can have several.
public enum Role {
    /// In code, as a parent, in a declared type: everything that the machine itself looks at.
    TYPE(1),
    /// As an annotation, or as a value of one.
    ANNOTATION(2),
    /// As an argument of a generic type.
    GENERIC(4);

    private final int bit;

    Role(int bit) {
        this.bit = bit;
    }

    int bit() {
        return bit;
    }
}
