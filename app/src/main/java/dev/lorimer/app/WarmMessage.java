package dev.lorimer.app;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// What a command and the warm judge say to each other: one question, one answer, each a length and
/// as many bytes of JSON.
final class WarmMessage {
    /// 32 MiB: the largest hook payload and the largest report, with room.
    private static final int BYTES_MAX = 32 << 20;

    private WarmMessage() {}

    /// @param speaker version and build of who asks; another one is refused
    record Question(
            String speaker,
            List<String> arguments,
            String directory,
            Map<String, String> environment,
            String input) {}

    /// @param served false when the question was refused; then nothing else counts
    record Answer(boolean served, int exit, String out, String err) {
        static Answer refused() {
            return new Answer(false, 0, "", "");
        }
    }

    static void write(DataOutputStream to, Object message) throws IOException {
        var bytes = Json.line(message).getBytes(StandardCharsets.UTF_8);
        if (bytes.length > BYTES_MAX) {
            throw new IOException("the message has " + bytes.length + " bytes, too many");
        }
        to.writeInt(bytes.length);
        to.write(bytes);
        to.flush();
    }

    static <T> T read(DataInputStream from, Class<T> type) throws IOException {
        int length = from.readInt();
        if (length < 0 || length > BYTES_MAX) {
            throw new IOException("a message of " + length + " bytes is announced, too many");
        }
        var bytes = from.readNBytes(length);
        if (bytes.length != length) {
            throw new IOException("the message ends after " + bytes.length + " bytes");
        }
        return Json.read(new String(bytes, StandardCharsets.UTF_8), type);
    }
}
