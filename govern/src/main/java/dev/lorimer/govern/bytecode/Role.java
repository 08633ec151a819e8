package dev.lorimer.govern.bytecode;

/// In what role a class file names a type. One edge can have several.
public enum Role {
    /// In code, as a parent, in a declared type: everything that the machine itself looks at.
    TYPE,
    /// As an annotation, or as a value of one.
    ANNOTATION,
    /// As an argument of a generic type.
    GENERIC;

    int bit() {
        return 1 << ordinal();
    }
}
