package dev.lorimer.govern.author;

import dev.lorimer.govern.decision.StatusPlace;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Changes what a record says of its status and of what it supersedes, and nothing else in it.
final class StatusPen {
    private final String path;
    private final RecordLines lines;
    private final List<StatusPlace> places;

    StatusPen(String path, byte[] bytes) {
        this.path = path;
        lines = RecordLines.of(bytes);
        places = StatusPlace.of(path, new String(bytes, StandardCharsets.UTF_8));
    }

    byte[] bytes() {
        return lines.bytes();
    }

    /// Puts a word in the place of the status word, wherever that stands, written as that was:
    /// `Proposed` becomes `Accepted`.
    ///
    /// @param link what may follow the word: as it stands in front matter, and as it stands in
    ///   prose
    void write(String word, Reference link) {
        for (var place : places) {
            var line = lines.line(place.line());
            int label = line.toLowerCase(Locale.ROOT).indexOf("status");
            int from = label < 0 ? 0 : label + "status".length();
            var old = place.words();
            int at = line.toLowerCase(Locale.ROOT).indexOf(old.toLowerCase(Locale.ROOT), from);
            if (old.isEmpty() || at < 0) {
                throw new RefusedException(
                        "the status of \"%s\" stands in line %s in a form that can't be changed safely; change it by hand"
                                .formatted(path, place.line()));
            }
            var said = link.after(isFront(place), isRst());
            lines.set(
                    place.line(),
                    line.substring(0, at)
                            + like(old, line.substring(at), word)
                            + RecordLines.latin(said)
                            + line.substring(at + old.length()));
        }
        if (places.isEmpty()) {
            state(word + link.after(!isRst(), isRst()));
        }
    }

    /// States a status where there is none.
    private void state(String status) {
        int end = lines.frontMatterEnd();
        if (isRst()) {
            lines.insert(titleEnd(), List.of("", ":Status: " + status));
        } else if (end > 0) {
            lines.insert(1, List.of("status: " + status));
        } else {
            lines.insert(0, List.of("---", "status: " + status, "---", ""));
        }
    }

    /// Says that this record supersedes another one, in the place where this record would say so.
    ///
    /// @param attempt 0 for the best place, 1 for another one where the first is not read
    void supersedes(Reference other, int attempt) {
        int end = lines.frontMatterEnd();
        if (end > 0) {
            frontSupersedes(other.id(), end);
        } else if (!places.isEmpty() && attempt == 0) {
            besideStatus(other);
        } else if (isRst()) {
            lines.insert(titleEnd(), List.of("", ":Supersedes: " + other.id()));
        } else {
            lines.insert(0, List.of("---", "supersedes: [" + other.id() + "]", "---", ""));
        }
    }

    private void besideStatus(Reference other) {
        int at = places.getLast().line();
        var line = lines.line(at);
        boolean field = line.strip().toLowerCase(Locale.ROOT).startsWith(":status:");
        if (field) {
            lines.insert(at, List.of(":Supersedes: " + other.id()));
            return;
        }
        var said = new ArrayList<>(List.of("", "Supersedes " + other.linked(isRst())));
        boolean more = at < lines.size() && !lines.line(at + 1).isBlank();
        if (more) {
            said.add("");
        }
        lines.insert(at, said);
    }

    private void frontSupersedes(String id, int end) {
        int key = 0;
        int status = 1;
        for (int i = 2; i < end; i++) {
            var lower = lines.line(i).toLowerCase(Locale.ROOT);
            key = lower.startsWith("supersedes:") ? i : key;
            status = lower.startsWith("status:") ? i : status;
        }
        if (key == 0) {
            lines.insert(status, List.of("supersedes: [" + id + "]"));
            return;
        }
        var line = lines.line(key);
        int colon = line.indexOf(':') + 1;
        int hash = line.indexOf(" #");
        var value = line.substring(colon, hash < 0 ? line.length() : hash).strip();
        var tail = hash < 0 ? "" : line.substring(hash);
        if (value.startsWith("[") && value.endsWith("]")) {
            var inner = value.substring(1, value.length() - 1).strip();
            var list = inner.isEmpty() ? id : inner + ", " + id;
            lines.set(key, line.substring(0, colon) + " [" + list + "]" + tail);
        } else if (!value.isEmpty()) {
            lines.set(key, line.substring(0, colon) + " [" + value + ", " + id + "]" + tail);
        } else {
            block(id, key, end);
        }
    }

    /// A list with one item a line.
    private void block(String id, int key, int end) {
        int last = key;
        var indent = "  ";
        for (int i = key + 1; i < end && lines.line(i).strip().startsWith("-"); i++) {
            last = i;
            indent = lines.line(i).substring(0, lines.line(i).indexOf('-'));
        }
        lines.insert(last, List.of(indent + "- " + id));
    }

    private boolean isRst() {
        return path.toLowerCase(Locale.ROOT).endsWith(".rst");
    }

    private boolean isFront(StatusPlace place) {
        return place.line() < lines.frontMatterEnd();
    }

    /// The line that ends the title, below its underline.
    private int titleEnd() {
        for (int i = 2; i <= lines.size(); i++) {
            if (RecordLines.isAdornment(lines.line(i)) && !lines.line(i - 1).isBlank()) {
                return i;
            }
        }
        return lines.size();
    }

    /// The new word in capitals where the old one is.
    private static String like(String old, String written, String word) {
        var first = written.substring(0, old.length());
        if (first.equals(first.toUpperCase(Locale.ROOT))) {
            return word.toUpperCase(Locale.ROOT);
        }
        return Character.isUpperCase(first.charAt(0))
                ? Character.toUpperCase(word.charAt(0)) + word.substring(1)
                : word;
    }
}
