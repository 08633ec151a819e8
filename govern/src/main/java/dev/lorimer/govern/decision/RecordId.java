package dev.lorimer.govern.decision;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The names of records: how a record gets its id, and which record a reference means.
final class RecordId {
    /// `D-0007: Use Jackson`, `ADR 7 - Use Jackson`: letters, a number, then the title or nothing.
    private static final Pattern TITLE =
            Pattern.compile(
                    "^([A-Za-z][A-Za-z]{0,15})[- ](\\d{1,9})(?:\\s*[:.\u2013\u2014-]\\s*|\\s+|$)(.*)$");

    private static final Pattern NUMBERED_TITLE =
            Pattern.compile("^\\d{1,9}\\s*[:.\u2013\u2014-]\\s*(.*)$");

    private static final Pattern FILE =
            Pattern.compile("^(?:([A-Za-z][A-Za-z]{0,15})[-_]?)?(\\d{1,9})(?:[-_. ].*)?$");

    /// A prefix of several words, one of which says what the file is: `ACME-ADR-Web-0003-title`.
    private static final Pattern LONG_FILE =
            Pattern.compile(
                    "^((?:[A-Za-z]{1,16}[-_]){0,3}(?i:adr|rfc|decision)(?:[-_][A-Za-z]{1,16}){0,3})[-_](\\d{1,9})(?:[-_. ].*)?$");

    /// A day is no number of a record, but what follows it may be: `2026-01-02_007-title`.
    private static final Pattern DATED_FILE =
            Pattern.compile("^\\d{4}(?:-\\d{2}-\\d{2}|\\d{4})(?:[-_ ](.*))?$");

    private static final Pattern NUMBER_BEHIND_DATE = Pattern.compile("^(\\d{1,5})[-_].*$");

    private static final Pattern NUMBERED_ID = Pattern.compile("^(\\d{1,9})(?:[-_. ].*)?$");

    private static final Pattern NOT_IN_ID = Pattern.compile("[^A-Za-z0-9._-]+");

    private static final int LENGTH_MAX = 64;

    private static final Pattern REFERENCE =
            Pattern.compile("([A-Za-z][A-Za-z]{0,15})[- ]?(\\d{1,9})\\b");

    private static final Pattern NUMBER =
            Pattern.compile("^[^A-Za-z0-9]*(\\d{1,9})(?:[^A-Za-z0-9].*)?$");

    private static final Pattern ENDING = Pattern.compile("(?i)\\.(?:md|rst)$");

    private static final Pattern FORM = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,63}");

    /// Prefixes that people write for any record, whatever its id is made of: a file `0003-x.md` is
    /// called ADR-3 as well as D-0003.
    private static final List<String> USUAL = List.of("ADR", "D", "DECISION");

    /// Words that stand before a number without naming a kind of record.
    private static final List<String> NO_PREFIX =
            List.of("by", "version", "use", "java", "step", "phase");

    private RecordId() {}

    /// The id of a record: from its front matter, else from its title, else from the file name's
    /// number.
    static Optional<String> of(MarkdownRecord markdown, String path, Faults faults) {
        var front = markdown.front("id");
        if (front.isPresent()) {
            var text = markdown.frontText("id").orElse("");
            Matcher numbered = NUMBERED_ID.matcher(text);
            if (numbered.matches()) {
                return Optional.of(numbered(numbered.group(1)));
            }
            if (FORM.matches(text)) {
                return Optional.of(text);
            }
            faults.error(
                    front.get().line(),
                    "record id \"%s\" is not of the form D-0007; letters first, then letters, digits, hyphens"
                            .formatted(text));
        }
        return markdown.title().flatMap(title -> ofTitle(title.heading())).or(() -> ofFile(path));
    }

    /// The title without the id before it.
    static String bareTitle(String heading) {
        Matcher named = TITLE.matcher(heading);
        if (named.find() && isPrefix(named.group(1)) && !named.group(3).isBlank()) {
            return named.group(3).strip();
        }
        Matcher numbered = NUMBERED_TITLE.matcher(heading);
        return numbered.find() && !numbered.group(1).isBlank()
                ? numbered.group(1).strip()
                : heading;
    }

    /// The title that the file's name suggests.
    static String titleOfFile(String path) {
        var stem = stem(path);
        int start = 0;
        while (start < stem.length()
                && (Character.isDigit(stem.charAt(start))
                        || "-_. ".indexOf(stem.charAt(start)) >= 0)) {
            start++;
        }
        return stem.substring(start == stem.length() ? 0 : start)
                .replace('-', ' ')
                .replace('_', ' ');
    }

    /// The number and prefix of an id in one form, so that `adr-7` and `ADR-0007` are seen to be
    /// the same.
    static String key(String id) {
        Matcher matcher = REFERENCE.matcher(id);
        return matcher.matches()
                ? matcher.group(1).toUpperCase(Locale.ROOT)
                        + "-"
                        + Integer.parseInt(matcher.group(2))
                : id.toUpperCase(Locale.ROOT);
    }

    /// Which of `ids` the reference means: an id, a number, or a file name that begins with one.
    /// Empty when none, or when a bare number fits several.
    static Optional<String> resolve(String reference, List<String> ids) {
        var exact = ids.stream().filter(id -> key(id).equals(key(reference.strip()))).findFirst();
        if (exact.isPresent()) {
            return exact;
        }
        var file = named(ENDING.matcher(reference.strip()).replaceFirst(""));
        var same = ids.stream().filter(file::equals).findFirst();
        if (same.isPresent()) {
            return same;
        }
        var number = Optional.<String>empty();
        Matcher named = REFERENCE.matcher(reference);
        while (named.find()) {
            var wanted = key(named.group());
            var found = ids.stream().filter(id -> key(id).equals(wanted)).findFirst();
            if (found.isPresent()) {
                return found;
            }
            if (isPrefix(named.group(1))
                    && !USUAL.contains(named.group(1).toUpperCase(Locale.ROOT))) {
                return Optional.empty();
            }
            if (isPrefix(named.group(1)) && number.isEmpty()) {
                number = Optional.of(named.group(2));
            }
        }
        Matcher bare = NUMBER.matcher(reference);
        if (number.isEmpty() && bare.find()) {
            number = Optional.of(bare.group(1));
        }
        return number.flatMap(wanted -> numbered(wanted, ids));
    }

    /// The only one of `ids` with that number.
    private static Optional<String> numbered(String number, List<String> ids) {
        var ending = "-" + Integer.parseInt(number);
        var found = ids.stream().filter(id -> key(id).endsWith(ending)).toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private static Optional<String> ofTitle(String heading) {
        Matcher matcher = TITLE.matcher(heading);
        return matcher.find() && isPrefix(matcher.group(1))
                ? Optional.of(matcher.group(1) + "-" + matcher.group(2))
                : Optional.empty();
    }

    private static Optional<String> ofFile(String path) {
        var stem = stem(path);
        Matcher dated = DATED_FILE.matcher(stem);
        if (dated.matches()) {
            var rest = Optional.ofNullable(dated.group(1)).orElse("");
            Matcher behind = NUMBER_BEHIND_DATE.matcher(rest);
            return Optional.of(behind.matches() ? numbered(behind.group(1)) : named(stem));
        }
        Matcher matcher = FILE.matcher(stem);
        if (matcher.matches()) {
            return Optional.of(
                    Optional.ofNullable(matcher.group(1))
                            .map(written -> written + "-" + matcher.group(2))
                            .orElseGet(() -> numbered(matcher.group(2))));
        }
        Matcher words = LONG_FILE.matcher(stem);
        return words.matches()
                ? Optional.of(words.group(1) + "-" + words.group(2))
                : Optional.empty();
    }

    private static String numbered(String number) {
        return String.format(Locale.ROOT, "D-%04d", Integer.parseInt(number));
    }

    /// The id of a record without a number, which is its file's name; it begins with a letter.
    static String ofName(String path) {
        return named(stem(path));
    }

    private static String named(String stem) {
        var clean = NOT_IN_ID.matcher(stem).replaceAll("-");
        boolean letter = !clean.isEmpty() && Character.isLetter(clean.charAt(0));
        var id = letter ? clean : "D-" + clean;
        return id.substring(0, Math.min(LENGTH_MAX, id.length()));
    }

    /// A kind of record is written in capitals (D, ADR), or is one of the usual words.
    static boolean isPrefix(String word) {
        return !NO_PREFIX.contains(word.toLowerCase(Locale.ROOT))
                && (word.equals(word.toUpperCase(Locale.ROOT))
                        || List.of("adr", "decision", "rfc")
                                .contains(word.toLowerCase(Locale.ROOT)));
    }

    private static String stem(String path) {
        var name = path.substring(path.lastIndexOf('/') + 1);
        return name.substring(0, name.lastIndexOf('.'));
    }
}
