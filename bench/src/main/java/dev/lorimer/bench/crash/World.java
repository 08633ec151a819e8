package dev.lorimer.bench.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// The outside world of the kill loop: counts every effect by its key, whoever asks for it and
/// however often. It lives in a process that is never killed, and is always right.
///
/// One line in, one line out, over loopback: `do CLASS RUN KEY EPOCH`, `probe RUN KEY`, `undo RUN
/// KEY`. It is slow at times, and some answers are lost, before or after the effect.
final class World implements AutoCloseable {
    private static final int DELAY_MILLIS = 3;

    private final ServerSocket server;
    private final int lost;
    private final RandomGenerator random;
    private final Map<String, Count> counts = new TreeMap<>();
    private final Map<String, Long> epochs = new HashMap<>();
    private int busy;
    private long moments;
    private long fatal = Long.MAX_VALUE;
    private Runnable killer = () -> {};

    /// What has become of one key.
    ///
    /// @param done how often the effect happened
    /// @param undone how often it was taken back
    /// @param atOnce how many of it stood at the same time, at most
    record Count(String kind, String run, int done, int undone, int atOnce) {
        int standing() {
            return done - undone;
        }

        private Count once() {
            return new Count(kind, run, done + 1, undone, Math.max(atOnce, standing() + 1));
        }

        private Count back() {
            return new Count(kind, run, done, done, atOnce);
        }
    }

    /// @param lost answers of a hundred
    World(long seed, int lost) throws IOException {
        this.lost = lost;
        this.server = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
        this.random = new SplittableRandom(seed);
        Thread.startVirtualThread(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /// Kills at that moment from now: before an effect, or between an effect and its answer.
    synchronized void arm(long moment, Runnable deadly) {
        fatal = moments + moment;
        killer = deadly;
    }

    synchronized void disarm() {
        fatal = Long.MAX_VALUE;
    }

    synchronized Map<String, Count> of(String run) {
        var some = new TreeMap<String, Count>();
        counts.forEach((key, count) -> {
            if (count.run().equals(run)) {
                some.put(key, count);
            }
        });
        return some;
    }

    synchronized int standing(String key) {
        Count count = counts.get(key);
        return count == null ? 0 : count.standing();
    }

    /// Waits until nothing is under way.
    synchronized void rest() throws InterruptedException {
        long end = System.nanoTime() + Child.LIMIT.toNanos();
        while (busy > 0 && System.nanoTime() < end) {
            wait(100);
        }
        if (busy > 0) {
            throw new IllegalStateException("the outside world does not come to rest");
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                count(1);
                Thread.startVirtualThread(() -> serve(socket));
            } catch (IOException _) {
                // Closed, or a client that was killed while it came.
            }
        }
    }

    private synchronized void count(int more) {
        busy += more;
        notifyAll();
    }

    private void serve(Socket socket) {
        try (socket;
                var in =
                        new BufferedReader(
                                new InputStreamReader(
                                        socket.getInputStream(), StandardCharsets.UTF_8))) {
            String line = in.readLine();
            if (line == null) {
                return;
            }
            Thread.sleep(random(DELAY_MILLIS));
            moment();
            boolean silent = random(100) < lost;
            if (silent && random(2) == 0) {
                return;
            }
            String answer = answer(line.split(" ", -1));
            moment();
            Thread.sleep(random(DELAY_MILLIS));
            if (!silent) {
                socket.getOutputStream().write((answer + "\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException | InterruptedException _) {
            // The client is dead; what it asked for has happened or not, and is counted.
        } finally {
            count(-1);
        }
    }

    private synchronized int random(int bound) {
        return random.nextInt(bound);
    }

    private void moment() {
        Runnable deadly;
        synchronized (this) {
            deadly = ++moments == fatal ? killer : () -> {};
        }
        deadly.run();
    }

    private synchronized String answer(String[] words) {
        return switch (words[0]) {
            case "do" -> effect(words[1], words[2], words[3], Long.parseLong(words[4]));
            case "probe" -> standing(words[2]) > 0 ? "happened" : "not happened";
            case "undo" -> {
                counts.computeIfPresent(words[2], (_, count) -> count.back());
                yield "gone";
            }
            default -> "what?";
        };
    }

    private String effect(String kind, String run, String key, long epoch) {
        long newest = epochs.merge(run, epoch, Math::max);
        if (kind.equals("fenced") && epoch < newest) {
            return "refused: epoch %d is over".formatted(epoch);
        }
        var before = counts.getOrDefault(key, new Count(kind, run, 0, 0, 0));
        // Whoever sends the same key again gets the same answer, and no second effect.
        if (kind.equals("idempotent") && before.done() > 0) {
            return "done " + key;
        }
        counts.put(key, before.once());
        return "done " + key;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
