package dev.lorimer.govern.decision;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;

/// What a text says of a record's status: `Accepted on 2026-01-02`, `In review`, `Implemented.
/// Superseded by ADR-13`.
///
/// Beside the five words of the life cycle, those are read that teams use for the same; each of
/// them was met in several published collections of records. A word that may mean two things, as
/// "obsolete" or "on hold", is none of them: what binds has to be said clearly.
///
/// @param words those that state it, as written; empty when none are known
record StatusPhrase(Status status, String words) {
    /// The words that a person is told of; the others are read, but not recommended.
    static final List<String> KNOWN =
            List.of("proposed", "accepted", "deprecated", "superseded", "rejected");

    /// 8 characters in front leave room for a mark and an emoji.
    private static final Pattern FIRST =
            Pattern.compile(
                    "(?i)^[^a-z]{0,8}((?:in|under)[ -](?:review|discussion|consideration)|(?:pending|awaiting)(?: (?:review|approval|decision|discussion))?|[a-z]+)\\b");

    private static final Pattern SHORTCODE = Pattern.compile("^\\s*(?::[a-z0-9_+-]{1,40}:\\s*)+");

    private static final Pattern STRUCK = Pattern.compile("~~[^~]{0,200}~~");

    private static final Pattern REPLACED_BY =
            Pattern.compile("(?i)^[^a-z]{0,8}super[sc]eded(?:\\s+by)?[:\\s]*(.*)$");

    /// A sentence or clause of its own, behind another status: "Accepted, superseded by …".
    private static final Pattern THEN_REPLACED =
            Pattern.compile(
                    "(?i)(?:[^a-z0-9\\s'\"]\\s*|\\b(?:and|but|now|then|later|since)\\s+)super[sc]eded\\s+by\\b[:\\s]*(.*)$");

    private static final Pattern PARTLY =
            Pattern.compile(
                    "(?i)\\b(?:in part|partly|partially|parts? of th(?:is|e)|(?:some|parts?|portions?) (?:of|superseded))\\b");

    /// A choice that a template offers, "{proposed | accepted | …}", "Accepted or Rejected".
    private static final Pattern CHOICE =
            Pattern.compile(
                    "(?i)^[^a-z]{0,8}(proposed|accepted|rejected|deprecated)\\s*(?:,|/|\\bor\\b)\\s*(proposed|accepted|rejected|deprecated)\\b");

    static StatusPhrase of(String written) {
        var text = STRUCK.matcher(SHORTCODE.matcher(written).replaceFirst("")).replaceAll("");
        Matcher choice = CHOICE.matcher(text);
        if (text.contains("|")
                || (choice.find() && !choice.group(1).equalsIgnoreCase(choice.group(2)))) {
            return new StatusPhrase(new Status.Unstated(), "");
        }
        Matcher first = FIRST.matcher(text);
        var words = first.find() ? first.group(1) : "";
        var status = status(words, text);
        return new StatusPhrase(status, status instanceof Status.Unstated ? "" : words);
    }

    private static Status status(String words, String text) {
        var said =
                switch (words.toLowerCase(Locale.ROOT).split("[ -]", 2)[0]) {
                    case "accepted",
                            "approved",
                            "adopted",
                            "agreed",
                            "decided",
                            "implemented",
                            "active" ->
                            new Status.Accepted();
                    case "proposed", "proposal", "draft", "pending", "awaiting", "review" ->
                            new Status.Proposed();
                    case "in", "under" ->
                            words.length() > "under".length()
                                    ? new Status.Proposed()
                                    : new Status.Unstated();
                    case "deprecated" -> new Status.Deprecated();
                    case "rejected", "declined", "withdrawn" -> new Status.Rejected();
                    case "superseded", "superceded" -> superseded(text);
                    default -> new Status.Unstated();
                };
        return switch (said) {
            case Status.Accepted _, Status.Proposed _, Status.Deprecated _, Status.Rejected _ ->
                    thenReplaced(said, text);
            case Status.Superseded _, Status.Unstated _ -> said;
        };
    }

    /// A record of which a part still holds is not off.
    private static Status superseded(String text) {
        if (PARTLY.matcher(text).find()) {
            return new Status.Unstated();
        }
        Matcher matcher = REPLACED_BY.matcher(Lines.joined(text));
        return new Status.Superseded(matcher.find() ? named(matcher.group(1)) : "");
    }

    private static Status thenReplaced(Status first, String text) {
        Matcher matcher = THEN_REPLACED.matcher(Lines.joined(text));
        return matcher.find() && !named(matcher.group(1)).isEmpty() && !PARTLY.matcher(text).find()
                ? new Status.Superseded(named(matcher.group(1)))
                : first;
    }

    /// The record that a text names; empty where it names none: "our platform's default", "n/a".
    static String named(String text) {
        return Mention.isNone(text) || Mention.all(text).isEmpty() ? "" : text.strip();
    }
}
