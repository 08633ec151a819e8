package dev.lorimer.app;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.lorimer.govern.tree.PathGlob;
import dev.lorimer.run.Answer;
import dev.lorimer.run.Rules;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The `rules` section of an agent file, as written.
///
/// @param approve names of tools each call of which a person has to approve
/// @param patience how long a question may wait, as `36h`, `7d` or `30m`; a day when left out
/// @param doubts what is answered for a tool's calls in doubt: `done`, `not-done` or `abandon`
/// @param undo whether what can be taken back is taken back when the run ends otherwise than done
/// @param paths patterns of the files that it may change, from the repository's top; all when left
///   out
/// @param mayWeaken patterns of files whose tests it may delete, disable or strip
record OwnRules(
        Optional<List<String>> approve,
        Optional<String> patience,
        @JsonProperty("in-doubt") Optional<Map<String, String>> doubts,
        @JsonProperty("undo-unless-done") Optional<Boolean> undo,
        Optional<List<String>> paths,
        @JsonProperty("may-weaken") Optional<List<String>> mayWeaken) {
    static final OwnRules NONE =
            new OwnRules(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    private static final Pattern TIME = Pattern.compile("([0-9]{1,6})([dhms])");

    /// @param approvals names of more tools that need approval
    /// @throws Failure saying what does not fit
    Rules rules(List<String> approvals) {
        checked("paths", paths);
        checked("may-weaken", mayWeaken);
        var asked = new HashSet<>(approvals);
        approve.ifPresent(asked::addAll);
        try {
            return new Rules(
                    asked,
                    patience.map(OwnRules::time).orElse(Rules.DEFAULT.patience()),
                    doubts.orElse(Map.of()).entrySet().stream()
                            .collect(
                                    Collectors.toMap(
                                            Map.Entry::getKey, rule -> answer(rule.getValue()))),
                    undo.orElse(false));
        } catch (IllegalArgumentException e) {
            throw Failure.usage("agent file, rules: %s", e.getMessage());
        }
    }

    private static void checked(String key, Optional<List<String>> patterns) {
        try {
            patterns.orElse(List.of()).forEach(PathGlob::of);
        } catch (IllegalArgumentException e) {
            throw Failure.usage("agent file, rules, %s: %s", key, e.getMessage());
        }
    }

    /// The same, but with these files only.
    OwnRules within(List<String> patterns) {
        return new OwnRules(approve, patience, doubts, undo, Optional.of(patterns), mayWeaken);
    }

    /// A time as people write it.
    static Duration time(String text) {
        var matched = TIME.matcher(text);
        if (!matched.matches()) {
            throw new IllegalArgumentException(
                    "\"%s\" is no length of time; say 90d, 12h, 30m or 20s".formatted(text));
        }
        var number = Long.parseLong(matched.group(1));
        return switch (matched.group(2)) {
            case "d" -> Duration.ofDays(number);
            case "h" -> Duration.ofHours(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofSeconds(number);
        };
    }

    private static Answer answer(String word) {
        return switch (word) {
            case "done" -> new Answer.Done(Optional.empty());
            case "not-done" -> new Answer.NotDone();
            case "abandon" -> new Answer.Abandon();
            default ->
                    throw new IllegalArgumentException(
                            "\"%s\" answers no doubt; say done, not-done or abandon"
                                    .formatted(word));
        };
    }
}
