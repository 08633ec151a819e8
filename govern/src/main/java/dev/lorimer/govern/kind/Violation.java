package dev.lorimer.govern.kind;

/// One place that breaks a rule.
///
/// @param line from 1; 0 when the whole file is meant
/// @param subject what breaks it: a type's full name, or a path
/// @param target what it touches that it must not
/// @param snippet in what form, without white space that means nothing
/// @param message all of this for people, on one line
public record Violation(
        String file, int line, String subject, String target, String snippet, String message) {}
