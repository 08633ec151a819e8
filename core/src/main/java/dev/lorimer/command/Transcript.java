package dev.lorimer.command;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// What is kept of a command's output: its head and its tail. Holds 32 KB however much is written.
/// For one thread.
final class Transcript {
    /// 16 KB each: about 4,000 tokens. The head names what was run, the tail says how it ended, and
    /// both fit beside the rest of a conversation.
    static final int HEAD_BYTES = 16 * 1024;

    static final int TAIL_BYTES = 16 * 1024;

    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private final byte[] ring = new byte[TAIL_BYTES];
    private long inTail;

    void add(byte[] source, int offset, int length) {
        int toHead = Math.min(length, HEAD_BYTES - head.size());
        head.write(source, offset, toHead);
        int rest = length - toHead;
        int skipped = Math.max(0, rest - TAIL_BYTES);
        inTail += skipped;
        for (int at = offset + toHead + skipped; at < offset + length; ) {
            int slot = (int) (inTail % TAIL_BYTES);
            int run = Math.min(TAIL_BYTES - slot, offset + length - at);
            System.arraycopy(source, at, ring, slot, run);
            inTail += run;
            at += run;
        }
    }

    /// Exactly how many bytes were added.
    long bytes() {
        return head.size() + inTail;
    }

    /// The kept text, cleaned, with a line for what was left out and one for what was removed.
    String text() {
        byte[] first = head.toByteArray();
        if (inTail <= TAIL_BYTES) {
            byte[] all = new byte[first.length + (int) inTail];
            System.arraycopy(first, 0, all, 0, first.length);
            System.arraycopy(ring, 0, all, first.length, (int) inTail);
            Visible shown = Visible.of(new String(all, StandardCharsets.UTF_8));
            return shown.text() + removedLine(shown.text(), shown.removed());
        }
        byte[] last = unrolled();
        int headEnd = endOfWholeCharacters(first);
        int tailStart = startOfWholeCharacters(last);
        Visible above = Visible.of(new String(first, 0, headEnd, StandardCharsets.UTF_8));
        Visible below =
                Visible.of(
                        new String(
                                last, tailStart, last.length - tailStart, StandardCharsets.UTF_8));
        long leftOut = bytes() - headEnd - (last.length - tailStart);
        return above.text()
                + String.format(
                        Locale.ROOT,
                        "%s[%,d of %,d bytes left out here]\n",
                        newlineAfter(above.text()),
                        leftOut,
                        bytes())
                + below.text()
                + removedLine(below.text(), above.removed() + below.removed());
    }

    private byte[] unrolled() {
        byte[] last = new byte[TAIL_BYTES];
        int oldest = (int) (inTail % TAIL_BYTES);
        System.arraycopy(ring, oldest, last, 0, TAIL_BYTES - oldest);
        System.arraycopy(ring, 0, last, TAIL_BYTES - oldest, oldest);
        return last;
    }

    private static String removedLine(String before, int removed) {
        return removed == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%s[%,d control or invisible characters removed]\n",
                        newlineAfter(before),
                        removed);
    }

    private static String newlineAfter(String text) {
        return text.isEmpty() || text.endsWith("\n") ? "" : "\n";
    }

    /// Where the last whole UTF-8 character ends, so that the cut makes no broken one.
    private static int endOfWholeCharacters(byte[] bytes) {
        int lead = bytes.length - 1;
        while (lead > bytes.length - 4 && lead > 0 && isContinuation(bytes[lead])) {
            lead--;
        }
        int length = lengthFromLead(bytes[lead]);
        return lead + length > bytes.length ? lead : bytes.length;
    }

    private static int startOfWholeCharacters(byte[] bytes) {
        int start = 0;
        while (start < 3 && isContinuation(bytes[start])) {
            start++;
        }
        return start;
    }

    private static boolean isContinuation(byte value) {
        return (value & 0xc0) == 0x80;
    }

    private static int lengthFromLead(byte lead) {
        int value = lead & 0xff;
        if (value >= 0xf0) {
            return 4;
        }
        if (value >= 0xe0) {
            return 3;
        }
        return value >= 0xc0 ? 2 : 1;
    }
}
