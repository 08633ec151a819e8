package dev.lorimer.bench.crash;

import dev.lorimer.journal.Journal;
import dev.lorimer.journal.JournalException;
import dev.lorimer.journal.RunId;
import dev.lorimer.run.Entry;
import dev.lorimer.run.Phase;
import dev.lorimer.run.RunState;
import dev.lorimer.store.SqliteJournal;
import dev.lorimer.testing.ForwardingJournal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;

/// The main of a child that carries several errands as far as it can, and is killed at any time.
///
/// Arguments: journal, cache, port of the world, seed, runs, folder of the shelves, mutant or
/// `none`. It prints `ready`, `ack RUN SEQ HASH` for each line once it was acknowledged, and `rests
/// RUN` when a run has ended or waits for a person.
public final class Conductor {
    private Conductor() {}

    public static void main(String[] arguments) throws InterruptedException {
        Path cache = Path.of(arguments[1]);
        int runs = Integer.parseInt(arguments[4]);
        try (Journal store = SqliteJournal.open(Path.of(arguments[0]), cache);
                Journal journal = new Acknowledging(Mutants.of(arguments[6], store))) {
            System.out.println("ready");
            var threads = new ArrayList<Thread>();
            for (int n = 0; n < runs; n++) {
                var errand =
                        Errand.of(
                                new RunId("errand-" + n),
                                Long.parseLong(arguments[3]),
                                Integer.parseInt(arguments[2]),
                                Path.of(arguments[5]));
                threads.add(
                        Thread.ofVirtual()
                                .uncaughtExceptionHandler((_, e) -> tell(errand.id(), e))
                                .start(() -> carry(journal, errand)));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private static void carry(Journal journal, Errand errand) {
        try {
            RunState state = work(journal, errand);
            if (state.phase() instanceof Phase.Ended || state.phase() instanceof Phase.Waiting) {
                System.out.println("rests " + errand.id());
            } else {
                System.out.println("failed %s stopped at %s".formatted(errand.id(), state.phase()));
            }
        } catch (InterruptedException e) {
            tell(errand.id(), e);
        }
    }

    private static void tell(RunId run, Throwable e) {
        System.out.println("failed %s %s at %s".formatted(run, e, e.getStackTrace()[0]));
    }

    private static RunState work(Journal journal, Errand errand) throws InterruptedException {
        boolean taken = journal.head(errand.id()).filter(head -> head.entries() > 0).isPresent();
        if (taken) {
            return errand.run(journal).resume(errand.id());
        }
        return errand.run(journal)
                .start(
                        errand.id(),
                        new Entry.Task("an errand"),
                        JsonNodeFactory.instance.objectNode());
    }

    /// Tells the parent of each line, after it was acknowledged.
    private static final class Acknowledging extends ForwardingJournal {
        Acknowledging(Journal journal) {
            super(journal);
        }

        @Override
        public long append(Lease lease, long expectedSeq, List<Draft> lines, Standing standing)
                throws JournalException {
            long next = super.append(lease, expectedSeq, lines, standing);
            for (int i = 0; i < lines.size(); i++) {
                System.out.println(
                        "ack %s %d %08x"
                                .formatted(lease.run(), expectedSeq + i, print(lines.get(i))));
            }
            return next;
        }
    }

    /// Tells one line from another; no more is needed to compare two that ought to be equal.
    static int print(Journal.Draft line) {
        return (line.kind() + line.json()).hashCode();
    }
}
