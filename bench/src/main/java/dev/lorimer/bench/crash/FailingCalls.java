package dev.lorimer.bench.crash;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.JournalException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Failing system calls: strace lets the n-th write or sync of the journal's files fail, for every
/// n, in a process that goes on after it as its user would: told of the failure, it opens the
/// journal again. Nothing acknowledged may be missing afterwards, and the journal must work.
final class FailingCalls {
    private static final int FINDINGS_MAX = 20;
    private static final int RUNS = 2;
    private static final int STEPS = 4;
    private static final int ROUNDS = 3;

    /// Sizes of files, in bytes, between which a real write is cut short: the first pages of the
    /// log up to where the scenario ends.
    private static final long CUT_FROM = 20_000;

    private static final long CUT_TO = 1_200_000;

    private final Workplace workplace;
    private final long seed;
    private final String name;
    private final List<String> findings = new ArrayList<>();
    private long tried;
    private long hit;
    private long refused;
    private long surprises;

    /// A call and how it fails.
    private record Fault(String call, String how, boolean forGood) {
        String at(long n) {
            return "%s:%s:when=%d%s".formatted(call, how, n, forGood ? "+" : "");
        }
    }

    private static final List<Fault> FAULTS =
            List.of(
                    new Fault("pwrite64", "error=ENOSPC", false),
                    new Fault("pwrite64", "error=ENOSPC", true),
                    new Fault("pwrite64", "error=EIO", false),
                    new Fault("pwrite64", "retval=0", false),
                    new Fault("fsync", "error=EIO", false),
                    new Fault("fsync", "error=EIO", true),
                    new Fault("fdatasync", "error=EIO", false),
                    new Fault("ftruncate", "error=EIO", false),
                    new Fault("unlink", "error=EIO", false),
                    new Fault("openat", "error=ENOSPC", false));

    /// @param hit how many tries met their fault
    /// @param refused how many of them were told so
    /// @param surprises lines that were refused and are there all the same
    record Outcome(long tried, long hit, long refused, long surprises, List<String> findings) {
        static final Outcome NONE = new Outcome(0, 0, 0, 0, List.of());

        Outcome plus(Outcome other) {
            var all = new ArrayList<>(findings);
            all.addAll(other.findings);
            return new Outcome(
                    tried + other.tried,
                    hit + other.hit,
                    refused + other.refused,
                    surprises + other.surprises,
                    all);
        }
    }

    private FailingCalls(Workplace workplace, long seed, String name) {
        this.name = name;
        this.workplace = workplace;
        this.seed = seed;
    }

    /// @param stride 1 for every n; 10 for every tenth
    /// @param lane of how many this one is, from 0; each takes its part
    static Outcome of(Workplace workplace, long seed, int stride, int lane, int lanes)
            throws IOException, InterruptedException {
        var calls = new FailingCalls(workplace, seed, "failing-" + lane);
        Map<String, Long> counts = calls.count();
        for (Fault fault : FAULTS) {
            long most = counts.getOrDefault(fault.call(), 0L);
            for (long n = 1 + (long) lane * stride; n <= most; n += (long) stride * lanes) {
                calls.fail(fault.at(n));
            }
        }
        // An odd step, so that the cuts fall anywhere in a page.
        long step = 11_117L * stride;
        for (long size = CUT_FROM + lane * step; size < CUT_TO; size += step * lanes) {
            calls.cut(size);
        }
        return new Outcome(calls.tried, calls.hit, calls.refused, calls.surprises, calls.findings);
    }

    /// How often each call is made by the thread that makes it most: strace counts by thread.
    private Map<String, Long> count() throws IOException, InterruptedException {
        Path place = workplace.place(name + "-counted");
        Path log = place.resolve("strace.log");
        var command = new ArrayList<>(strace(place, log));
        command.addAll(scribe(place));
        var ended = Child.run(command);
        if (ended.code() != 0) {
            throw new IllegalStateException("the scenario fails by itself: " + ended.output());
        }
        var byThread = new HashMap<String, Map<String, Long>>();
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            lines.filter(line -> line.indexOf('(') > 0 && !line.contains("resumed>"))
                    .forEach(line -> {
                        int space = line.indexOf(' ');
                        String call = line.substring(space, line.indexOf('(')).strip();
                        byThread.computeIfAbsent(line.substring(0, space), _ -> new HashMap<>())
                                .merge(call, 1L, Long::sum);
                    });
        }
        Workplace.remove(place);
        var most = new HashMap<String, Long>();
        byThread.values()
                .forEach(counts -> counts.forEach((call, n) -> most.merge(call, n, Math::max)));
        return most;
    }

    private void fail(String injection) throws IOException, InterruptedException {
        Path place = workplace.place(name);
        Path log = place.resolve("strace.log");
        var command = new ArrayList<>(strace(place, log));
        command.addAll(List.of("-e", "inject=" + injection));
        command.addAll(scribe(place));
        Child.Ended ended = Child.run(command);
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            hit += lines.anyMatch(line -> line.contains("INJECTED")) ? 1 : 0;
        }
        judge(injection, place, ended);
    }

    /// A real short write: the file may grow to that size and not beyond, as on a disk that is
    /// full.
    private void cut(long size) throws IOException, InterruptedException {
        Path place = workplace.place(name);
        var command = new ArrayList<>(List.of("prlimit", "--fsize=" + size));
        command.addAll(scribe(place));
        Child.Ended ended = Child.run(command);
        hit += ended.output().contains("refused ") ? 1 : 0;
        judge("files of at most %d bytes".formatted(size), place, ended);
    }

    private void judge(String fault, Path place, Child.Ended ended) throws IOException {
        tried++;
        refused += ended.output().contains("refused ") ? 1 : 0;
        surprises += ended.output().lines().filter(line -> line.startsWith("surprise")).count();
        if (ended.code() != 0) {
            find(fault, "the process ended with %d: %s".formatted(ended.code(), ended.output()));
        }
        var promises = new Promises(new Content(seed));
        Path ledger = place.resolve("ledger");
        if (Files.exists(ledger)) {
            Files.readAllLines(ledger).forEach(promises::hear);
        }
        try (Journal journal = workplace.open(place.resolve("journal"))) {
            promises.broken(journal).forEach(broken -> find(fault, broken));
            for (int n = 0; n < RUNS; n++) {
                promises.goOn(journal, n).forEach(broken -> find(fault, broken));
            }
            journal.inspect().forEach(finding -> find(fault, finding));
        } catch (JournalException e) {
            find(fault, "the journal does not open again: " + e.getMessage());
        }
        Workplace.remove(place);
    }

    private void find(String fault, String what) {
        if (findings.size() < FINDINGS_MAX) {
            findings.add("seed %d, %s: %s".formatted(seed, fault, what));
        }
    }

    private static List<String> strace(Path place, Path log) {
        String file = place.resolve("journal").resolve("journal.db").toString();
        return List.of(
                "strace",
                "-f",
                "--seccomp-bpf",
                "-qq",
                "-s",
                "0",
                "-o",
                log.toString(),
                "-e",
                "trace=pwrite64,fsync,fdatasync,ftruncate,unlink,openat",
                "-e",
                "signal=none",
                "-P",
                file,
                "-P",
                file + "-wal",
                "-P",
                file + "-shm",
                "-P",
                file + "-journal");
    }

    private List<String> scribe(Path place) {
        return Workplace.java(
                Scribe.class,
                List.of(
                        place.resolve("journal").toString(),
                        workplace.cache().toString(),
                        place.resolve("ledger").toString(),
                        String.valueOf(seed),
                        String.valueOf(RUNS),
                        String.valueOf(STEPS),
                        String.valueOf(ROUNDS),
                        "none"));
    }
}
