package dev.lorimer.govern.verification;

import java.util.List;
import java.util.Set;

/// A method of a file that holds tests.
///
/// @param name with the classes around it and the types of its parameters, as
///   `ShopTest.Orders#pays(int)`
/// @param role what runs it
/// @param checks what it holds the code to, calls of checking methods of the same file included
/// @param ways how it can end without its checks
record TestMethod(
        String name, int line, Role role, Set<String> brakes, List<Check> checks, Ways ways) {
    enum Role {
        TEST,
        /// Before or after tests.
        FIXTURE,
        OTHER
    }

    /// @param assumptions calls that end a test as "not run"
    /// @param exits returns before the end
    /// @param cases for how many arguments a test is run; 1 for a plain one
    record Ways(int assumptions, int exits, int cases) {}

    TestMethod {
        brakes = Set.copyOf(brakes);
        checks = List.copyOf(checks);
    }

    boolean isTest() {
        return role == Role.TEST;
    }

    /// The name without classes and parameters.
    String plainName() {
        return name.substring(name.indexOf('#') + 1, name.indexOf('('));
    }

    String owner() {
        return name.substring(0, name.indexOf('#'));
    }

    long counting() {
        return checks.stream().filter(Check::counts).count();
    }

    long unguarded() {
        return checks.stream().filter(check -> check.counts() && !check.guarded()).count();
    }

    long strong() {
        return checks.stream().filter(Check::isStrong).count();
    }
}
