package dev.lorimer.govern.tree;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How many lines a change adds and deletes, as a shortest edit script has them. A binary file
/// counts no lines.
///
/// @param added lines of the new text that have no counterpart in the old
/// @param deleted lines of the old text that have no counterpart in the new
public record LineDiff(int added, int deleted) {
    /// git looks for a zero byte in as many bytes to tell binary files from text.
    private static final int BINARY_BYTES = 8000;

    /// Beyond 4,000 edits of lines that occur on both sides, all such lines count as replaced: the
    /// search takes quadratic time, and a change that large is large by any measure.
    private static final int EDITS_MAX = 4000;

    public static LineDiff between(byte[] before, byte[] after) {
        if (isBinary(before) || isBinary(after)) {
            return new LineDiff(0, 0);
        }
        return new Sides(lines(before), lines(after)).diff();
    }

    /// Whether git would take the content for binary.
    public static boolean isBinary(byte[] content) {
        for (int i = 0; i < Math.min(content.length, BINARY_BYTES); i++) {
            if (content[i] == 0) {
                return true;
            }
        }
        return false;
    }

    /// The lines of a text; a last line without an end is a line too. A carriage return belongs to
    /// its line.
    static List<String> lines(byte[] content) {
        // One character for each byte: lines are compared, not read.
        var text = new String(content, StandardCharsets.ISO_8859_1);
        var lines = new ArrayList<String>();
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            lines.add(text.substring(start, end));
            start = end + 1;
        }
        if (start < text.length()) {
            lines.add(text.substring(start) + "\\ no line end");
        }
        return lines;
    }

    private static final class Sides {
        private final int[] old;
        private final int[] now;
        private int onlyOld;
        private int onlyNow;

        Sides(List<String> before, List<String> after) {
            int start = 0;
            int oldEnd = before.size();
            int nowEnd = after.size();
            while (start < oldEnd && start < nowEnd && before.get(start).equals(after.get(start))) {
                start++;
            }
            while (start < oldEnd
                    && start < nowEnd
                    && before.get(oldEnd - 1).equals(after.get(nowEnd - 1))) {
                oldEnd--;
                nowEnd--;
            }
            Map<String, Integer> oldIds = ids(before.subList(start, oldEnd));
            Map<String, Integer> nowIds = ids(after.subList(start, nowEnd));
            // A line that the other side lacks is an edit in any script; what is left needs the
            // search.
            old =
                    before.subList(start, oldEnd).stream()
                            .filter(nowIds::containsKey)
                            .mapToInt(oldIds::get)
                            .toArray();
            now =
                    after.subList(start, nowEnd).stream()
                            .filter(oldIds::containsKey)
                            .mapToInt(oldIds::get)
                            .toArray();
            onlyOld = oldEnd - start - old.length;
            onlyNow = nowEnd - start - now.length;
        }

        private static Map<String, Integer> ids(List<String> lines) {
            Map<String, Integer> ids = new HashMap<>();
            lines.forEach(line -> ids.putIfAbsent(line, ids.size()));
            return ids;
        }

        LineDiff diff() {
            int edits = edits();
            int added = edits < 0 ? now.length : (edits + now.length - old.length) / 2;
            int deleted = edits < 0 ? old.length : (edits - now.length + old.length) / 2;
            return new LineDiff(added + onlyNow, deleted + onlyOld);
        }

        /// The length of a shortest edit script by Myers's greedy search; negative when it is too
        /// long to be found.
        private int edits() {
            int max = Math.min(EDITS_MAX, old.length + now.length);
            var furthest = new int[2 * max + 3];
            for (int edits = 0; edits <= max; edits++) {
                for (int diagonal = -edits; diagonal <= edits; diagonal += 2) {
                    int at = diagonal + max + 1;
                    boolean down =
                            diagonal == -edits
                                    || (diagonal != edits && furthest[at - 1] < furthest[at + 1]);
                    int x = down ? furthest[at + 1] : furthest[at - 1] + 1;
                    while (x < old.length
                            && x - diagonal < now.length
                            && old[x] == now[x - diagonal]) {
                        x++;
                    }
                    furthest[at] = x;
                    if (x >= old.length && x - diagonal >= now.length) {
                        return edits;
                    }
                }
            }
            return -1;
        }
    }
}
