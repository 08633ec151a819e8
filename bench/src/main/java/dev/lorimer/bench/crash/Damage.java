package dev.lorimer.bench.crash;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.Journal.Standing;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Damaged bytes: changes a few at a time in the files of a journal and reads everything. What is
/// served must be what was written; else there must be an error.
final class Damage {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final int RUNS = 4;
    private static final int PAGE = 16 << 10;
    private static final int FINDINGS_MAX = 20;

    private final Workplace workplace;
    private final Content content;
    private final List<RunId> runs =
            IntStream.range(0, RUNS).mapToObj(n -> new RunId("run-" + n)).toList();
    private final Promises any;

    /// What became of one piece of damage.
    enum Verdict {
        /// An error at a read, or a finding of the inspection; nothing wrong was served.
        DETECTED,
        /// All reads as it was written, and the inspection is content.
        HARMLESS,
        /// What was once right is served again: the end of the log is gone, or a page is an old
        /// one.
        ROLLED_BACK,
        /// Nothing wrong was served, but the error was none that a caller is told to expect.
        UNTYPED,
        /// Something was served that was never written.
        WRONG
    }

    /// What is done to the bytes.
    enum Kind {
        BIT,
        BYTE,
        SECTOR_OF_NOISE,
        SECTOR_OF_ZEROS,
        SECTORS_SWAPPED,
        CUT,
        /// A page as it was before: a write that never arrived.
        OLD_PAGE
    }

    /// A log has no pages of before.
    private static final List<Kind> OF_LOGS =
            Arrays.stream(Kind.values()).filter(kind -> kind != Kind.OLD_PAGE).toList();

    /// @param counts by file and kind of damage
    /// @param findings one for each broken promise, up to a limit
    record Outcome(long tried, Map<String, Map<Verdict, Integer>> counts, List<String> findings) {
        int count(Verdict verdict) {
            return counts.values().stream().mapToInt(c -> c.getOrDefault(verdict, 0)).sum();
        }
    }

    private Damage(Workplace workplace, long seed) {
        this.workplace = workplace;
        this.content = new Content(seed);
        this.any = new Promises(content);
    }

    /// @param tries how many pieces of damage
    static Outcome of(Workplace workplace, long seed, int tries) throws IOException {
        return new Damage(workplace, seed).all(new SplittableRandom(seed), tries);
    }

    private Outcome all(SplittableRandom random, int tries) throws IOException {
        Path place = workplace.place("damage");
        Path early = place.resolve("early");
        Path open = place.resolve("open");
        Path closed = place.resolve("closed");
        make(closed, early, open);
        var outcome = new Outcome(tries, new TreeMap<>(), new ArrayList<>());
        Reading rightClosed = reading(closed);
        Reading rightOpen = reading(copy(open, place.resolve("untouched")));
        for (int n = 0; n < tries; n++) {
            // Every third time the log of a journal that was not closed is hit.
            boolean log = n % 3 == 2;
            Path hit = copy(log ? open : closed, place.resolve("hit"));
            Path file = hit.resolve(log ? "journal.db-wal" : "journal.db");
            List<Kind> kinds = log ? OF_LOGS : List.of(Kind.values());
            Kind kind = kinds.get(random.nextInt(kinds.size()));
            String what = damage(file, early.resolve("journal.db"), kind, random);
            var findings = new ArrayList<String>();
            Verdict verdict = look(hit, kind, log ? rightOpen : rightClosed, findings);
            outcome.counts()
                    .computeIfAbsent(
                            "%s %s".formatted(file.getFileName(), kind),
                            _ -> new EnumMap<>(Verdict.class))
                    .merge(verdict, 1, Integer::sum);
            if (isBad(verdict, log || kind == Kind.OLD_PAGE)
                    && outcome.findings().size() < FINDINGS_MAX) {
                outcome.findings()
                        .add(
                                "seed %d try %d: %s in %s: %s"
                                        .formatted(
                                                content.seed(),
                                                n,
                                                what,
                                                file.getFileName(),
                                                findings));
            }
        }
        Workplace.remove(place);
        return outcome;
    }

    /// A journal with everything in it; a copy from half the way, and one of it while still open.
    private void make(Path folder, Path early, Path open) throws IOException {
        try (Journal journal = workplace.open(folder)) {
            runs.forEach(run -> journal.create(run, "title of " + run, NOON));
            fill(journal, 0);
        }
        copy(folder, early);
        try (Journal journal = workplace.open(folder)) {
            fill(journal, 1);
            copy(folder, open);
        }
    }

    private void fill(Journal journal, int half) {
        for (RunId run : runs) {
            any.hear("offered create %s 1".formatted(run));
            try (var lease = journal.acquire(run, "filler", NOON)) {
                long next = journal.read(run, 0).size();
                for (int i = 0; i < 12; i++) {
                    next =
                            journal.append(
                                    lease,
                                    next,
                                    content.lines(run, next, 3),
                                    Standing.working("running", 0));
                }
                any.hear("offered append %s %d".formatted(run, next));
                String hash = journal.read(run, next - 1).getLast().hash();
                journal.keep(
                        lease, new Journal.Snapshot(next, hash, "{\"until\":%d}".formatted(next)));
            }
            journal.send(run, "word", content.message(run, half + 1), NOON);
            any.hear("offered send %s %d".formatted(run, half + 1));
            journal.note("note/" + run, content.note("note/" + run, half + 1));
            any.hear("offered note note/%s %d".formatted(run, half + 1));
        }
    }

    private Reading reading(Path folder) {
        try (Journal journal = workplace.open(folder)) {
            var reading = Reading.of(journal, runs);
            List<String> findings = journal.inspect();
            if (!reading.errors().isEmpty() || !findings.isEmpty()) {
                throw new IllegalStateException(
                        "the journal is unsound before any damage: %s %s"
                                .formatted(reading.errors(), findings));
            }
            return reading;
        }
    }

    private Verdict look(Path hit, Kind kind, Reading right, List<String> findings) {
        try (Journal journal = workplace.open(hit)) {
            Reading reading = Reading.of(journal, runs);
            List<String> told = journal.inspect();
            // A snapshot only saves time: a journal may lose it.
            List<String> differing =
                    reading.differing(right).stream()
                            .filter(question -> !isLostSnapshot(reading, question))
                            .toList();
            if (differing.isEmpty()) {
                boolean detected = !told.isEmpty() || !reading.errors().isEmpty();
                return detected ? Verdict.DETECTED : Verdict.HARMLESS;
            }
            boolean sound =
                    told.isEmpty() && reading.errors().isEmpty() && any.broken(journal).isEmpty();
            if (kind == Kind.OLD_PAGE || sound) {
                findings.addAll(differing);
                return Verdict.ROLLED_BACK;
            }
            findings.addAll(differing);
            findings.addAll(told.stream().limit(2).toList());
            return Verdict.WRONG;
        } catch (JournalException _) {
            return Verdict.DETECTED;
        } catch (RuntimeException e) {
            findings.add(String.valueOf(e));
            findings.add(String.valueOf(e.getStackTrace()[0]));
            return Verdict.UNTYPED;
        }
    }

    /// Whether a promise was broken. When the end of a write-ahead log is damaged, SQLite takes
    /// what is before it for the whole; and a page as it once was is sound in itself. No file alone
    /// can tell either from a journal that ended there, so these are counted and no more.
    ///
    /// @param older whether the damage leaves content that was once right
    static boolean isBad(Verdict verdict, boolean older) {
        return switch (verdict) {
            case DETECTED, HARMLESS -> false;
            case ROLLED_BACK -> !older;
            case UNTYPED, WRONG -> true;
        };
    }

    private static boolean isLostSnapshot(Reading reading, String question) {
        return question.startsWith("snapshot ")
                && Optional.empty().toString().equals(reading.answers().get(question));
    }

    private static String damage(Path file, Path early, Kind kind, SplittableRandom random)
            throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int at = random.nextInt(bytes.length);
        int sector = at / Disk.SECTOR * Disk.SECTOR;
        int sectorEnd = Math.min(sector + Disk.SECTOR, bytes.length);
        switch (kind) {
            case BIT -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case BYTE -> bytes[at] ^= (byte) (1 + random.nextInt(255));
            case SECTOR_OF_NOISE -> {
                var noise = new byte[sectorEnd - sector];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, bytes, sector, noise.length);
            }
            case SECTOR_OF_ZEROS -> Arrays.fill(bytes, sector, sectorEnd, (byte) 0);
            case SECTORS_SWAPPED -> {
                int other = random.nextInt(bytes.length / Disk.SECTOR) * Disk.SECTOR;
                for (int i = 0; i < sectorEnd - sector && other + i < bytes.length; i++) {
                    byte held = bytes[sector + i];
                    bytes[sector + i] = bytes[other + i];
                    bytes[other + i] = held;
                }
            }
            case CUT -> bytes = Arrays.copyOf(bytes, at);
            case OLD_PAGE -> {
                byte[] old = Files.readAllBytes(early);
                at = random.nextInt(old.length / PAGE) * PAGE;
                System.arraycopy(old, at, bytes, at, PAGE);
            }
        }
        Files.write(file, bytes);
        return "%s at %d".formatted(kind, at);
    }

    private static Path copy(Path from, Path to) throws IOException {
        Workplace.remove(to);
        Files.createDirectories(to);
        for (String name : List.of("journal.db", "journal.db-wal")) {
            if (Files.exists(from.resolve(name))) {
                Files.copy(from.resolve(name), to.resolve(name));
            }
        }
        return to;
    }
}
