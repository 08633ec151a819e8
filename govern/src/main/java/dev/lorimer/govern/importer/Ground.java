package dev.lorimer.govern.importer;

import java.util.List;

/// The classes that an ArchUnit test looks at.
///
/// @param bases their packages with all below; empty for all classes
/// @param tests whether tests are among them
record Ground(JavaFile file, List<String> bases, Tests tests) {
    enum Tests {
        WITH,
        WITHOUT,
        ONLY
    }

    private static final List<String> TEST_FILES = List.of("**/src/test/**", "src/test/**");

    /// The scope for packages out of the ground, and file names.
    Area scope(List<String> packages, List<String> names) {
        var inside =
                packages.isEmpty()
                        ? bases.stream().map(base -> base + "..").toList()
                        : Packages.within(bases, packages);
        if (tests == Tests.ONLY && !names.isEmpty()) {
            throw new Untranslated("it looks at tests by their names only");
        }
        return new Area(tests == Tests.ONLY ? List.of("**/src/test/**") : names, inside);
    }

    Area exclude() {
        return tests == Tests.WITHOUT ? Area.paths(TEST_FILES.subList(0, 1)) : Area.none();
    }
}
