package dev.lorimer.govern.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Collects what is wrong with one record, while it is read to its end.
final class Faults {
    private final List<Fault> all = new ArrayList<>();
    private final List<Problem> told = new ArrayList<>();

    void error(int line, String message) {
        all.add(new Fault(line, message, true));
    }

    void warning(int line, String message) {
        all.add(new Fault(line, message, false));
    }

    /// A problem that is known already, with its own level.
    void told(Problem problem) {
        told.add(problem);
    }

    /// How many errors there are so far: a part without new ones can be trusted.
    int errors() {
        return (int) all.stream().filter(Fault::error).count();
    }

    /// As problems of one record; an error leaves the law open only where there is law.
    List<Problem> problems(String file, String record, boolean lawful) {
        var level = lawful ? Problem.Level.LAWLESS : Problem.Level.ERROR;
        var faults =
                all.stream()
                        .map(fault ->
                                new Problem(
                                        file,
                                        fault.line(),
                                        record,
                                        fault.error() ? level : Problem.Level.WARNING,
                                        fault.message()));
        return Stream.concat(faults, told.stream()).toList();
    }

    private record Fault(int line, String message, boolean error) {}
}
