package dev.lorimer.govern.decision;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.lorimer.govern.tree.BoundedRegex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A regular expression of RE2's language, matched in time linear in the text; `^` and `$` also
/// match at line ends.
public final class Regex {
    private final Pattern pattern;
    private final Foretaste foretaste;

    private Regex(Pattern pattern) {
        this.pattern = pattern;
        foretaste = Foretaste.of(pattern.pattern());
    }

    /// Reads an expression.
    ///
    /// @throws IllegalArgumentException with what is wrong with it
    public static Regex of(String text) {
        try {
            BoundedRegex.check(text);
            return new Regex(Pattern.compile(text, Pattern.MULTILINE));
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException(
                    "regex \"%s\" is not of RE2's language (%s); it has no look-around and no back references"
                            .formatted(text, wrong.getDescription()),
                    wrong);
        }
    }

    /// Whether the expression is found anywhere in `text`.
    public boolean isIn(String text) {
        return foretaste.mayBeIn(text) && pattern.matcher(text).find();
    }

    /// The first `max` places where the expression is found, in order.
    public List<Span> in(String text, int max) {
        var found = new ArrayList<Span>();
        if (!foretaste.mayBeIn(text)) {
            return found;
        }
        Matcher matcher = pattern.matcher(text);
        while (found.size() < max && matcher.find()) {
            found.add(new Span(matcher.start(), matcher.end()));
        }
        return found;
    }

    /// The text of the only group, where the expression is found in `text`.
    public Optional<String> group(String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.ofNullable(matcher.group(1)) : Optional.empty();
    }

    /// A text that everything found holds; empty when the expression promises none of at least
    /// three characters.
    public String literal() {
        return Literal.of(toString());
    }

    /// How many groups the expression has.
    public int groups() {
        return pattern.groupCount();
    }

    /// The expression as it was written.
    @Override
    public String toString() {
        return pattern.pattern();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Regex regex && regex.toString().equals(toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /// A place in a text: from `start`, up to and without `end`.
    public record Span(int start, int end) {}
}
