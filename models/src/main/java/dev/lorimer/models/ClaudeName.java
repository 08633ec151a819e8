package dev.lorimer.models;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the name of a Claude model says about what it can do. Gateways and clouds put their own
/// words before and behind the name.
///
/// @param family for example `opus`
record ClaudeName(String family, int major, int minor) {
    private static final Pattern OLD =
            Pattern.compile("claude-(\\d{1,2})(?:[-.](\\d{1,2})(?!\\d))?-([a-z]+)");
    private static final Pattern NEW =
            Pattern.compile("claude-([a-z]+)(?:-(\\d{1,2})(?!\\d)(?:[-.](\\d{1,2})(?!\\d))?)?");

    /// Names without a version are given to the newest models.
    private static final int NEWEST = 99;

    /// How a model is told to think.
    enum Thinking {
        /// It can not.
        NONE,
        /// With a number of tokens, which is part of the reply's.
        BUDGET,
        /// As much as it finds right, at the effort asked for.
        ADAPTIVE
    }

    /// Empty for models of others.
    static Optional<ClaudeName> of(String model) {
        String name = model.toLowerCase(Locale.ROOT);
        Matcher old = OLD.matcher(name);
        if (old.find()) {
            return Optional.of(
                    new ClaudeName(old.group(3), number(old.group(1), 0), number(old.group(2), 0)));
        }
        Matcher found = NEW.matcher(name);
        return found.find()
                ? Optional.of(
                        new ClaudeName(
                                found.group(1),
                                number(found.group(2), NEWEST),
                                number(found.group(3), 0)))
                : Optional.empty();
    }

    private static int number(@org.jspecify.annotations.Nullable String digits, int otherwise) {
        return digits == null ? otherwise : Integer.parseInt(digits);
    }

    private boolean since(int wantedMajor, int wantedMinor) {
        return major > wantedMajor || (major == wantedMajor && minor >= wantedMinor);
    }

    // https://platform.claude.com/docs/en/build-with-claude/adaptive-thinking: from 4.6 on; before
    // that budgets, which began with 3.7, and which 4.7 and later refuse.
    Thinking thinking() {
        if (family.equals("instant") || !since(3, 7)) {
            return Thinking.NONE;
        }
        return since(4, 6) ? Thinking.ADAPTIVE : Thinking.BUDGET;
    }

    /// Whether replies can be held to a schema.
    // https://platform.claude.com/docs/en/build-with-claude/structured-outputs
    boolean takesSchemas() {
        return since(4, 5) || (family.equals("opus") && since(4, 1));
    }
}
