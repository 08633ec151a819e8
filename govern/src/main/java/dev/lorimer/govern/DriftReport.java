package dev.lorimer.govern;

import dev.lorimer.govern.Drift.Episode;
import dev.lorimer.govern.Drift.Trend;
import dev.lorimer.govern.decision.Words;
import dev.lorimer.govern.git.History.Commit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Says what history did to decisions, to people and to programs. Equal input gives equal bytes.
public final class DriftReport {
    /// So many findings of one constraint are written out as text; JSON has all.
    private static final int SHOWN = 20;

    private DriftReport() {}

    /// For people.
    public static String text(Drift drift) {
        var out = new StringBuilder();
        var commits = drift.commits();
        out.append(
                commits.isEmpty()
                        ? "no commits to walk\n"
                        : "%d commits, %s to %s\n"
                                .formatted(
                                        commits.size(),
                                        day(commits.getFirst()),
                                        day(commits.getLast())));
        for (var trend : drift.trends()) {
            trend(out, drift, trend);
        }
        if (drift.trends().isEmpty()) {
            out.append("no constraint speaks about history: nothing was checked\n");
        }
        return out.toString();
    }

    private static void trend(StringBuilder out, Drift drift, Trend trend) {
        var episodes =
                drift.episodes().stream()
                        .filter(one -> one.finding().constraint().equals(trend.constraint()))
                        .toList();
        long brought = episodes.stream().filter(one -> one.brought().isPresent()).count();
        long removed = episodes.stream().filter(one -> !one.isOpen()).count();
        out.append("\n%s  %s\n".formatted(trend.constraint(), trend.title()));
        out.append(
                trend.momentary()
                        ? "  %d times\n".formatted(brought)
                        : "  %d at the start, %d brought, %d removed, %d now\n"
                                .formatted(trend.start(), brought, removed, trend.end()));
        if (trend.undecided() > 0) {
            out.append(
                    "  %d files could not be judged to the end; the numbers are a lower bound\n"
                            .formatted(trend.undecided()));
        }
        int shown = 0;
        for (var episode : episodes) {
            boolean told = trend.momentary() || episode.isOpen() || episode.brought().isPresent();
            if (told && ++shown <= SHOWN) {
                episode(out, episode, trend.momentary());
            }
        }
        if (shown > SHOWN) {
            out.append("  … and %d more; --format json has all\n".formatted(shown - SHOWN));
        }
    }

    private static void episode(StringBuilder out, Episode episode, boolean momentary) {
        out.append(
                "  %s  %s%s\n"
                        .formatted(
                                episode.brought().map(DriftReport::said).orElse("before the walk"),
                                episode.finding().place(),
                                episode.lawful() ? "" : "  (before the decision bound)"));
        out.append("    %s\n".formatted(episode.finding().message()));
        if (!momentary) {
            episode.removed()
                    .ifPresent(commit -> out.append("    removed %s\n".formatted(said(commit))));
        }
    }

    private static String said(Commit commit) {
        return "%s %s %s".formatted(day(commit), commit.shortId(), commit.author());
    }

    static String day(Commit commit) {
        return commit.date().length() < 10 ? commit.date() : commit.date().substring(0, 10);
    }

    /// For programs. Keys: `commits` (number), `from`, `to`, `law`, `constraints` (each
    /// `constraint`, `title`, `start`, `brought`, `removed`, `now`, `momentary`, `undecided`,
    /// `trend`: pairs of a commit and the number after it, where it changed), `findings` (each
    /// `constraint`, `severity`, `file`, `line`, `message`, `identity`, `lawful`, `open`, `brought`
    /// and `removed`: `commit`, `author`, `date`, `subject`), `authors`.
    public static String json(Drift drift) {
        return Json.line(
                Json.object(
                        "commits", drift.commits().size(),
                        "from", drift.commits().stream().findFirst().map(Commit::id).orElse(""),
                        "to", drift.commits().isEmpty() ? "" : drift.commits().getLast().id(),
                        "law", drift.law(),
                        "constraints",
                                drift.trends().stream().map(one -> trend(drift, one)).toList(),
                        "findings", drift.episodes().stream().map(DriftReport::episode).toList(),
                        "authors", authors(drift)));
    }

    private static Map<String, Object> trend(Drift drift, Trend trend) {
        var pairs = new ArrayList<Map<String, Object>>();
        int last = trend.momentary() ? 0 : trend.start();
        for (int i = 0; i < trend.open().size(); i++) {
            if (trend.open().get(i) != last) {
                last = trend.open().get(i);
                pairs.add(
                        Json.object(
                                "commit", drift.commits().get(i).id(),
                                "date", drift.commits().get(i).date(),
                                "open", last));
            }
        }
        var own =
                drift.episodes().stream()
                        .filter(one -> one.finding().constraint().equals(trend.constraint()))
                        .toList();
        return Json.object(
                "constraint", trend.constraint(),
                "title", trend.title(),
                "momentary", trend.momentary(),
                "start", trend.start(),
                "brought", (int) own.stream().filter(one -> one.brought().isPresent()).count(),
                "removed", (int) own.stream().filter(one -> !one.isOpen()).count(),
                "now", trend.momentary() ? 0 : trend.end(),
                "undecided", trend.undecided(),
                "trend", pairs);
    }

    private static Map<String, Object> episode(Episode episode) {
        var finding = episode.finding();
        var object =
                Json.object(
                        "constraint", finding.constraint(),
                        "severity", Words.of(finding.severity()),
                        "file", finding.place().file(),
                        "line", finding.place().line(),
                        "message", finding.message(),
                        "identity", finding.identity(),
                        "lawful", episode.lawful(),
                        "open", episode.isOpen());
        commit(episode.brought()).ifPresent(commit -> object.put("brought", commit));
        commit(episode.removed()).ifPresent(commit -> object.put("removed", commit));
        return object;
    }

    private static Optional<Map<String, Object>> commit(Optional<Commit> commit) {
        return commit.map(one ->
                Json.object(
                        "commit", one.id(),
                        "author", one.author(),
                        "date", one.date(),
                        "subject", one.subject()));
    }

    /// Who brought and who removed how many, the busiest first.
    static List<Map<String, Object>> authors(Drift drift) {
        Map<String, int[]> counts = new HashMap<>();
        for (var episode : drift.episodes()) {
            episode.brought()
                    .ifPresent(one -> counts.computeIfAbsent(one.author(), _ -> new int[2])[0]++);
            episode.removed()
                    .ifPresent(one -> counts.computeIfAbsent(one.author(), _ -> new int[2])[1]++);
        }
        return counts.entrySet().stream()
                .sorted((a, b) -> {
                    int most =
                            Integer.compare(
                                    b.getValue()[0] + b.getValue()[1],
                                    a.getValue()[0] + a.getValue()[1]);
                    return most != 0 ? most : a.getKey().compareTo(b.getKey());
                })
                .map(one ->
                        Json.object(
                                "author", one.getKey(),
                                "brought", one.getValue()[0],
                                "removed", one.getValue()[1]))
                .toList();
    }
}
