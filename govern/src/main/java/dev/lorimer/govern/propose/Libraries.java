package dev.lorimer.govern.propose;

import java.util.List;
import java.util.Set;

/// Where the name of a library ends in the name of a package.
final class Libraries {
    /// Organisations that publish many libraries: to use one of them says nothing about the others.
    private static final Set<String> ORGANISATIONS =
            Set.of(
                    "com.alibaba",
                    "com.amazonaws",
                    "com.android",
                    "com.apple",
                    "com.facebook",
                    "com.fasterxml",
                    "com.github",
                    "com.google",
                    "com.ibm",
                    "com.microsoft",
                    "com.netflix",
                    "com.oracle",
                    "com.squareup",
                    "com.sun",
                    "com.twitter",
                    "edu.umd",
                    "io.github",
                    "net.java",
                    "net.sf",
                    "net.sourceforge",
                    "org.apache",
                    "org.codehaus",
                    "org.eclipse",
                    "org.glassfish",
                    "org.jboss",
                    "org.jetbrains",
                    "org.opensource",
                    "org.sonatype",
                    "org.w3c",
                    "org.apache.commons",
                    "org.apache.geronimo",
                    "org.apache.logging",
                    "com.google.code",
                    "net.java.dev",
                    "org.codehaus.mojo");

    /// First names that say whose a package is, and not what it is; so do all of at most three
    /// letters: `com`, `org`, `net`, `io` and the countries.
    private static final Set<String> OWNERS =
            Set.of("javax", "jakarta", "info", "name", "aero", "tools", "software", "cloud");

    /// Libraries whose whole name is as short as a country's.
    private static final Set<String> SHORT = Set.of("rx", "bsh", "fj");

    private Libraries() {}

    /// The library of a package, as in `org.apache.commons.lang` for
    /// `org.apache.commons.lang.builder`; empty for the platform's `java` packages, which are no
    /// library.
    static String of(List<String> packageParts) {
        if (packageParts.isEmpty() || isPlatform(packageParts.getFirst())) {
            return "";
        }
        var first = packageParts.getFirst();
        if (SHORT.contains(first) || (first.length() > 3 && !OWNERS.contains(first))) {
            return first;
        }
        int length = Math.min(2, packageParts.size());
        while (length < packageParts.size()
                && ORGANISATIONS.contains(String.join(".", packageParts.subList(0, length)))) {
            length++;
        }
        return String.join(".", packageParts.subList(0, length));
    }

    /// Whether a name is of an organisation and of no library yet.
    static boolean isOrganisation(String name) {
        return ORGANISATIONS.contains(name) || (name.length() <= 3 && !SHORT.contains(name));
    }

    static boolean isPlatform(String first) {
        return first.equals("java");
    }
}
