package dev.lorimer.govern.decision;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;

/// A record that a text names: `ADR-0007`, `0007`, `0007-use-this.md`.
///
/// @param text the name alone
/// @param whole whether the record as a whole is meant, and not only a part of it: to take a record
///   for replaced of which a part still holds would turn that part off unnoticed
record Mention(String text, boolean whole) {
    /// In the order in which they are tried: the name of a file; the same without its ending; a
    /// date, which is no number of a record; an id; a number.
    private static final Pattern NAME =
            Pattern.compile(
                    "\\b(?:(?P<file>[A-Za-z0-9][A-Za-z0-9._+-]{0,200}\\.(?:md|rst))\\b"
                            + "|(?P<stem>\\d{1,9}(?:-\\d{2}-\\d{2})?[-_][A-Za-z][A-Za-z0-9._+-]{0,200})"
                            + "|(?P<date>\\d{4}-\\d{2}-\\d{2}\\b)"
                            + "|(?P<id>(?:[A-Za-z]{1,16}-){0,3}[A-Za-z]{1,16}[- ]?#?\\d{1,9}\\b)"
                            + "|(?P<number>\\d{1,9}\\b))");

    /// What may stand before and between the names of a list without being part of a sentence.
    private static final Pattern PLAIN =
            Pattern.compile(
                    "(?i)^(?:[^a-z0-9\u00A7]|\\b(?:and|the|our|of|in|by|no|number|adrs?|decisions?|records?|made)\\b)*$");

    private static final Pattern PART =
            Pattern.compile(
                    "(?i)^[^a-z0-9]{0,3}(?:\u00A7|['\u2019]s\\b|sections?\\b|parts?\\b|in part\\b|partly\\b|partially\\b|partial\\b|only\\b|decisions?\\s+\\d)");

    private static final Pattern PART_AT_END =
            Pattern.compile("(?i)\\b(?:in part|partly|partially)[^a-z0-9]*$");

    private static final Pattern NONE =
            Pattern.compile(
                    "(?i)^[^a-z0-9]*(?:(?:none|n/a|nothing|nobody|null|nil|not applicable|tbd)(?:[^a-z0-9].*)?|na[^a-z0-9]*)?$");

    private static final Pattern MEASURE = Pattern.compile("^[-/.]\\d");

    /// Whether the text says that there is no such record, or says nothing.
    static boolean isNone(String text) {
        return NONE.matches(text.strip());
    }

    /// All records that `text` names, in order. A number in a sentence names none ("after 3 years",
    /// "our Java 17 line"), nor does one in the title behind a name.
    static List<Mention> all(String text) {
        var found = new ArrayList<Mention>();
        boolean partly = PART_AT_END.matcher(text).find();
        Matcher name = NAME.matcher(text);
        int end = 0;
        int at = 0;
        while (at < text.length() && name.find(at)) {
            boolean plain = PLAIN.matches(text.substring(end, name.start()));
            at = name.end();
            if (name.group("date") != null) {
                end = plain ? name.end() : end;
                continue;
            }
            boolean same = name.group("file") != null && name.start() > 0 && !found.isEmpty();
            if (same && text.charAt(name.start() - 1) == '(') {
                // The file behind a link is the record that its text named just before.
                end = name.end();
            } else if (names(name, text) && (plain || (stands(name) && found.isEmpty()))) {
                // Behind a part, a number may be that of the part: "ADR-3, decision 4".
                partly |= !plain || isPart(text.substring(name.end()));
                found.add(new Mention(bare(name.group()), !partly));
                end = name.end();
            } else if (name.group("id") != null) {
                // Its number may be a name by itself: "ADRs 60 and 61".
                at = name.start() + name.group().lastIndexOf(' ') + 1;
                at = at > name.start() ? at : name.end();
            }
        }
        return List.copyOf(found);
    }

    private static String bare(String name) {
        int end = name.length();
        while (end > 0 && ".+_-".indexOf(name.charAt(end - 1)) >= 0) {
            end--;
        }
        return name.substring(0, end).replace("#", "");
    }

    private static boolean names(Matcher name, String text) {
        return name.group("number") != null
                ? !MEASURE.matcher(text.substring(name.end())).find()
                : name.group("id") == null
                        || RecordId.isPrefix(name.group("id").split("[-# 0-9]", 2)[0]);
    }

    /// Whether it names a record in the middle of a sentence too.
    private static boolean stands(Matcher name) {
        return name.group("file") != null || name.group("id") != null;
    }

    private static boolean isPart(String after) {
        int title = after.startsWith(" (") ? after.indexOf(')') + 1 : 0;
        return PART.matcher(after).find() || PART.matcher(after.substring(title)).find();
    }
}
