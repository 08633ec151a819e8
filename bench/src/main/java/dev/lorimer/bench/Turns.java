package dev.lorimer.bench;

/// What all loops do in a turn, so that they differ in nothing else.
final class Turns {
    static final String SCHEMA =
            "{\"type\":\"object\",\"properties\":{\"key\":{\"type\":\"string\"}},\"required\":[\"key\"],\"additionalProperties\":false}";

    static final String TASK = "Look up alpha as often as you can. ".repeat(10);

    private Turns() {}

    /// What the tool answers.
    static String looked(String key) {
        return "the value of %s is %s".formatted(key, "0123456789".repeat(10));
    }
}
