package dev.lorimer.app;

import dev.lorimer.app.WarmMessage.Answer;
import dev.lorimer.app.WarmMessage.Question;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Asks the warm judge, where there is one. Whatever goes wrong on the way there, the command does
/// its work by itself.
final class WarmClient {
    /// Set to anything, no warm judge is asked.
    static final String COLD = "LORIMER_COLD";

    /// 2 min: twice the deadline of any one call of git.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int INPUT_BYTES_MAX = 16 << 20;

    private final Console console;

    WarmClient(Console console) {
        this.console = console;
    }

    /// An answer of the warm judge, or the console to go on with: what was read from standard input
    /// must not be lost.
    sealed interface Asked {
        record Answered(Answer answer) implements Asked {}

        record Cold(Console console) implements Asked {}
    }

    /// Only what judges is asked for; a daemon that starts, or stops, does so itself.
    static boolean isFor(String... args) {
        if (args.length == 0) {
            return false;
        }
        var words = List.of(args);
        boolean hook =
                words.size() > 1
                        && words.getFirst().equals("hook")
                        && List.of("claude", "codex", "gemini", "cursor", "git")
                                .contains(words.get(1));
        boolean judge =
                words.getFirst().equals("judge")
                        && words.stream().noneMatch(word -> word.startsWith("--daemon"));
        return hook || judge;
    }

    Asked ask(String... args) {
        if (console.variable(COLD).isPresent() || !isThere()) {
            return new Asked.Cold(console);
        }
        byte[] input = new byte[0];
        try {
            if (args[0].equals("hook")) {
                input = console.in().readNBytes(INPUT_BYTES_MAX + 1);
            }
        } catch (IOException _) {
            return new Asked.Cold(console);
        }
        var answer =
                input.length > INPUT_BYTES_MAX
                        ? Optional.<Answer>empty()
                        : exchange(question(input, args));
        var left =
                new Console(
                        console.out(),
                        console.err(),
                        console.environment(),
                        console.directory(),
                        console.colour(),
                        new SequenceInputStream(new ByteArrayInputStream(input), console.in()));
        return answer.<Asked>map(Asked.Answered::new).orElseGet(() -> new Asked.Cold(left));
    }

    private boolean isThere() {
        return Files.exists(WarmSocket.path(console));
    }

    /// Whether somebody listens and speaks the same language.
    boolean isAnswered() {
        return isThere() && exchange(question(new byte[0], "--version")).isPresent();
    }

    /// What the judge and git look at; secrets stay here.
    private Question question(byte[] input, String... args) {
        Map<String, String> environment = new TreeMap<>();
        for (var name :
                List.of("PATH", "HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "GIT_INDEX_FILE")) {
            console.variable(name).ifPresent(value -> environment.put(name, value));
        }
        return new Question(
                WarmSocket.speaker(),
                List.of(args),
                console.directory().toString(),
                environment,
                new String(input, StandardCharsets.UTF_8));
    }

    private Optional<Answer> exchange(Question question) {
        var address = WarmSocket.address(console);
        if (address.isEmpty()) {
            return Optional.empty();
        }
        try (var channel = SocketChannel.open(address.get());
                InputStream raw = Channels.newInputStream(channel);
                var in = new DataInputStream(raw);
                var out = new DataOutputStream(Channels.newOutputStream(channel))) {
            if (!WarmSocket.isOwn(channel, WarmSocket.folder(address.get().getPath()))) {
                return Optional.empty();
            }
            WarmMessage.write(out, question);
            var late = Thread.ofVirtual().start(() -> closeLate(channel));
            try {
                var answer = WarmMessage.read(in, Answer.class);
                // Our own fault over there may be none here.
                return Optional.of(answer)
                        .filter(given -> given.served() && given.exit() != Failure.FAULT);
            } finally {
                late.interrupt();
            }
        } catch (IOException | RuntimeException _) {
            return Optional.empty();
        }
    }

    private static void closeLate(SocketChannel channel) {
        try {
            Thread.sleep(PATIENCE);
            channel.close();
        } catch (InterruptedException | IOException _) {
            // The answer came in time.
        }
    }
}
