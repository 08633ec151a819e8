package dev.lorimer.govern.decision;

import java.util.ArrayList;
import java.util.List;

/// Collects what is wrong with one record, while it is read to its end.
final class Faults {
    private final List<Fault> all = new ArrayList<>();

    void error(int line, String message) {
        all.add(new Fault(line, message, true));
    }

    void warning(int line, String message) {
        all.add(new Fault(line, message, false));
    }

    /// How many errors there are so far: a part without new ones can be trusted.
    int errors() {
        return (int) all.stream().filter(Fault::error).count();
    }

    /// As problems of one record; an error leaves the law open only where there is law.
    List<Problem> problems(String file, String record, boolean lawful) {
        var level = lawful ? Problem.Level.LAWLESS : Problem.Level.ERROR;
        return all.stream()
                .map(fault ->
                        new Problem(
                                file,
                                fault.line(),
                                record,
                                fault.error() ? level : Problem.Level.WARNING,
                                fault.message()))
                .toList();
    }

    private record Fault(int line, String message, boolean error) {}
}
