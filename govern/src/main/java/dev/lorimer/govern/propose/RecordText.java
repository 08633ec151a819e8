package dev.lorimer.govern.propose;

import java.util.Map;

/// Writes a candidate down as a decision record.
final class RecordText {
    private RecordText() {}

    /// @param day of the commit that it was drawn from, in ISO 8601
    static String of(Candidate candidate, Map<String, Object> block, String day, String commit) {
        var prose = candidate.prose();
        var lines = new StringBuilder();
        block.forEach((key, value) ->
                lines.append(key)
                        .append(": ")
                        .append(
                                value instanceof String text && isPlain(text)
                                        ? text
                                        : Flow.line(value))
                        .append('\n'));
        return """
        ---
        status: proposed
        date: %s
        ---
        # %s

        ## Context

        %s

        Drawn from commit %s: %s %s, no exceptions; the judge found none in the whole tree.

        ## Decision

        %s

        ### Confirmation

        ```constraint
        %s
        ```
        """
                .formatted(
                        day,
                        prose.title(),
                        prose.context(),
                        commit,
                        candidate.evidence().support(),
                        candidate.evidence().cases(),
                        prose.decision(),
                        lines.toString().stripTrailing());
    }

    private static boolean isPlain(String text) {
        return !text.isEmpty()
                && text.chars().allMatch(c -> (c >= 'a' && c <= 'z') || c == '-')
                && !java.util.List.of("yes", "no", "on", "off", "true", "false", "null", "y", "n")
                        .contains(text);
    }
}
