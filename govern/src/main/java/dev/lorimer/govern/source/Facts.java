package dev.lorimer.govern.source;

import dev.lorimer.govern.decision.Rule.Element;
import java.util.List;
import java.util.Optional;

/// What one Java file says, as far as rules ask.
public record Facts(
        String packageName,
        List<Use> uses,
        List<Call> calls,
        List<Mark> marks,
        List<Literal> literals,
        Optional<Fault> fault) {
    /// A use of a type. An import is none: what the file does not use, it does not depend on.
    ///
    /// @param how in what role, as in `annotation` or `call exit`
    public record Use(Reference target, String how, Site site, int line) {}

    /// A call of a method, or an access to a static field.
    ///
    /// @param owners the types that may hold the member; empty when nobody can tell
    public record Call(List<Reference> owners, String name, Site site, int line) {}

    /// A declaration with annotations.
    public record Mark(
            Element element, String name, List<Reference> annotations, Site site, int line) {}

    /// A string literal, or the sum of adjacent ones.
    public record Literal(String value, Site site, int line) {}

    /// Why the file could not be understood whole; the facts are what could be seen nevertheless.
    public record Fault(String why, int line) {}
}
