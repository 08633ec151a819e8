package dev.lorimer.app;

import dev.lorimer.app.WarmMessage.Answer;
import dev.lorimer.app.WarmMessage.Question;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A process that has started already: it judges for `lorimer judge` and `lorimer hook` of the same
/// user and the same build, and answers what they would have answered, byte for byte.
///
/// It ends when nobody has asked for a while, when another build asks, or when its socket is taken
/// away.
final class WarmJudge {
    /// A question is one short line or one tool call; whoever takes longer to say it has died.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// So many may wait; more start cold.
    private static final int WAITING_MAX = 32;

    private final Console console;
    private final Chambers chambers;
    private final Duration idle;
    private final AtomicLong lastNanos = new AtomicLong(System.nanoTime());
    private final AtomicInteger busy = new AtomicInteger();

    /// Judging is work for processors; more at a time than there are would only wait for each
    /// other.
    private final Semaphore turns = new Semaphore(Runtime.getRuntime().availableProcessors());

    WarmJudge(Console console, Duration idle) {
        this.console = console;
        chambers = Chambers.lasting(console);
        this.idle = idle;
    }

    /// Listens until it is over.
    int serve() {
        var address =
                WarmSocket.address(console)
                        .orElseThrow(() ->
                                Failure.usage(
                                        "the path \"%s\" is too long for a socket; set XDG_STATE_HOME to a shorter folder",
                                        WarmSocket.path(console)));
        var path = address.getPath();
        try {
            PrivateFiles.folder(WarmSocket.folder(path));
            if (new WarmClient(console).isAnswered()) {
                throw Failure.usage("a warm judge is listening at \"%s\" already", path);
            }
            Files.deleteIfExists(path);
            try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                server.bind(address, WAITING_MAX);
                console.progress("lorimer: warm, listening at " + path);
                Thread.ofVirtual().start(() -> watch(server, path));
                accept(server, path);
            } finally {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw Failure.fault(
                    "the warm judge can not listen at \"%s\": %s", path, e.getMessage());
        }
        return 0;
    }

    private void accept(ServerSocketChannel server, Path path) throws IOException {
        while (true) {
            SocketChannel client;
            try {
                client = server.accept();
            } catch (AsynchronousCloseException _) {
                return;
            }
            busy.incrementAndGet();
            Thread.ofVirtual().start(() -> converse(server, client, path));
        }
    }

    private void watch(ServerSocketChannel server, Path path) {
        try {
            while (server.isOpen()) {
                Thread.sleep(Math.min(1000, Math.max(10, idle.toMillis() / 4)));
                boolean bored =
                        busy.get() == 0 && System.nanoTime() - lastNanos.get() > idle.toNanos();
                if (bored || Files.notExists(path)) {
                    server.close();
                }
            }
        } catch (InterruptedException | IOException _) {
            // The process is about to end anyway.
        }
    }

    private void converse(ServerSocketChannel server, SocketChannel client, Path path) {
        try (client;
                var in = new DataInputStream(Channels.newInputStream(client));
                var out = new DataOutputStream(Channels.newOutputStream(client))) {
            if (!WarmSocket.isOwn(client, WarmSocket.folder(path))) {
                return;
            }
            var question = patiently(client, in);
            if (!question.speaker().equals(WarmSocket.speaker())) {
                WarmMessage.write(out, Answer.refused());
                server.close();
                return;
            }
            turns.acquire();
            try {
                WarmMessage.write(out, answer(question));
            } finally {
                turns.release();
            }
        } catch (IOException | RuntimeException _) {
            // Whoever asked sees the socket close and judges by itself.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            lastNanos.set(System.nanoTime());
            busy.decrementAndGet();
        }
    }

    private static Question patiently(SocketChannel client, DataInputStream in) throws IOException {
        var late =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                Thread.sleep(PATIENCE);
                                client.close();
                            } catch (InterruptedException | IOException _) {
                                // The question came in time.
                            }
                        });
        try {
            return WarmMessage.read(in, Question.class);
        } finally {
            late.interrupt();
        }
    }

    private Answer answer(Question question) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var asked =
                new Console(
                        new PrintStream(out, false, StandardCharsets.UTF_8),
                        new PrintStream(err, false, StandardCharsets.UTF_8),
                        question.environment(),
                        Path.of(question.directory()),
                        false,
                        new ByteArrayInputStream(
                                question.input().getBytes(StandardCharsets.UTF_8)));
        int exit = Main.execute(asked, chambers, question.arguments().toArray(String[]::new));
        asked.out().flush();
        asked.err().flush();
        return new Answer(
                true,
                exit,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }
}
