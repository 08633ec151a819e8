package dev.lorimer.govern.author;

import java.util.SortedMap;

/// What is to be written: whole files by their paths, new ones and changed ones.
///
/// @param said one line for people about what that does
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Written(SortedMap<String, byte[]> files, String said) {}
