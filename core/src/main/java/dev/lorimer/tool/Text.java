package dev.lorimer.tool;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// File content as text and back, or not at all: text that came out altered would be written back
/// altered.
final class Text {
    /// How far git looks for a NUL byte before it calls a file text.
    private static final int SNIFFED_BYTES = 8_000;

    private Text() {}

    /// @throws Tool.BadArguments when the bytes are no UTF-8 text
    static String decode(FilePath path, byte[] bytes) {
        if (isBinary(bytes)) {
            throw Folder.refused(
                    path, "is a binary file (it has NUL bytes); file tools take text only");
        }
        try {
            return strict(bytes);
        } catch (CharacterCodingException e) {
            throw Folder.refused(
                    path,
                    "is not valid UTF-8 text; file tools take that only, a command may convert it");
        }
    }

    static String strict(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    static boolean isBinary(byte[] bytes) {
        for (int i = 0; i < Math.min(bytes.length, SNIFFED_BYTES); i++) {
            if (bytes[i] == 0) {
                return true;
            }
        }
        return false;
    }

    /// @throws Tool.BadArguments when the text has no UTF-8 form
    static byte[] encode(FilePath path, String content) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(content));
            byte[] array = new byte[bytes.remaining()];
            bytes.get(array);
            return array;
        } catch (CharacterCodingException e) {
            throw Folder.refused(
                    path, "would get text that is no valid Unicode (half of a surrogate pair)");
        }
    }

    /// The lines without their ends, `\n` or `\r\n`; a last line needs none.
    static List<String> lines(String text) {
        var lines = new ArrayList<String>();
        for (int start = 0; start < text.length(); ) {
            int end = text.indexOf('\n', start);
            int next = end < 0 ? text.length() : end + 1;
            int stop = end < 0 ? text.length() : end;
            boolean carriage = end > start && text.charAt(stop - 1) == '\r';
            lines.add(text.substring(start, carriage ? stop - 1 : stop));
            start = next;
        }
        return lines;
    }

    /// The number of the line that the character at `offset` is on, from 1.
    static int lineAt(String text, int offset) {
        int line = 1;
        for (int i = 0; i < offset; i++) {
            if (text.charAt(i) == '\n') {
                line++;
            }
        }
        return line;
    }
}
