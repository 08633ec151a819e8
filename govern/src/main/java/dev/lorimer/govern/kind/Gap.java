package dev.lorimer.govern.kind;

/// Something that a rule could not decide.
///
/// @param file empty when no single file is meant
/// @param line from 1; 0 when the whole file is meant
/// @param message what could not be decided, why, and what to do, on one line
public record Gap(String file, int line, String message) {}
