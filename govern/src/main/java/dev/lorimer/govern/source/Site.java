package dev.lorimer.govern.source;

import java.util.List;

/// The declaration that a piece of code stands in.
///
/// @param subject the full name of the innermost type with a name
/// @param annotations of it and of everything around it
public record Site(String subject, List<Reference> annotations) {}
