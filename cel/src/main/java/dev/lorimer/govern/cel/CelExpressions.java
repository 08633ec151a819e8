package dev.lorimer.govern.cel;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.lorimer.govern.decision.Expressions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// Reads and decides conditions written in CEL, with its standard macros (`has`, `all`, `exists`,
/// `exists_one`, `map`, `filter`).
///
/// An expression is checked against the names it may use before it is ever decided, so a misspelt
/// name is found when the record is read. Safe for use by several threads.
public final class CelExpressions implements Expressions {
    /// A condition over one change has no need for more.
    private static final int SOURCE_CHARACTERS_MAX = 4_000;

    /// Loops run over the changed files, one inside of another at most; a change of 1,000 files is
    /// checked pair by pair.
    private static final int ITERATIONS_MAX = 100_000;

    /// 64: so many different conditions as no set of decisions has.
    private static final int REMEMBERED_MAX = 64;

    private final Map<String, Reading> remembered =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Reading> eldest) {
                    return size() > REMEMBERED_MAX;
                }
            };

    @Override
    public Reading read(String source, Map<String, Kind> names) {
        var key = new TreeMap<>(names) + "\n" + source;
        synchronized (remembered) {
            var known = remembered.get(key);
            if (known == null) {
                known = compiled(source, names);
                remembered.put(key, known);
            }
            return known;
        }
    }

    private static Reading compiled(String source, Map<String, Kind> names) {
        if (source.length() > SOURCE_CHARACTERS_MAX) {
            return new Reading.Wrong(
                    "it has %s characters, more than %s"
                            .formatted(source.length(), SOURCE_CHARACTERS_MAX),
                    1);
        }
        var cel = cel(names);
        var checked = cel.compile(source);
        if (checked.hasError()) {
            var first = checked.getErrors().getFirst();
            return new Reading.Wrong(
                    oneLine(first), Math.max(1, first.getSourceLocation().getLine()));
        }
        try {
            return new Reading.Ready(new Program(cel.createProgram(checked.getAst())));
        } catch (CelValidationException | CelEvaluationException wrong) {
            return new Reading.Wrong(String.valueOf(wrong.getMessage()), 1);
        }
    }

    private static Cel cel(Map<String, Kind> names) {
        var builder =
                CelFactory.plannerCelBuilder()
                        .setOptions(
                                CelOptions.current()
                                        .enableHeterogeneousNumericComparisons(true)
                                        .maxExpressionCodePointSize(SOURCE_CHARACTERS_MAX)
                                        .comprehensionMaxIterations(ITERATIONS_MAX)
                                        .build())
                        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                        .setResultType(SimpleType.BOOL);
        new TreeMap<>(names).forEach((name, kind) -> builder.addVar(name, type(kind)));
        return builder.build();
    }

    private static CelType type(Kind kind) {
        return switch (kind) {
            case NUMBER -> SimpleType.INT;
            case TEXT -> SimpleType.STRING;
            case TEXTS -> ListType.create(SimpleType.STRING);
        };
    }

    private static String oneLine(CelIssue issue) {
        var text = issue.getMessage().lines().findFirst().orElse("").strip();
        return "%s (column %s)".formatted(text, issue.getSourceLocation().getColumn() + 1);
    }

    private record Program(CelRuntime.Program program) implements Condition {
        @Override
        public Answer decide(Map<String, Object> values) {
            try {
                return Boolean.TRUE.equals(program.eval(values))
                        ? new Answer.Holds()
                        : new Answer.Fails();
            } catch (CelEvaluationException failure) {
                return new Answer.Undecided(String.valueOf(failure.getMessage()));
            }
        }
    }
}
