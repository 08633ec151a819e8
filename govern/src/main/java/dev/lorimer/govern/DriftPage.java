package dev.lorimer.govern;

import dev.lorimer.govern.Drift.Episode;
import dev.lorimer.govern.Drift.Trend;
import dev.lorimer.govern.git.History.Commit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// What history did to decisions, as one page for a browser: it needs nothing beside itself, no
/// network and no script.
public final class DriftPage {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 150;
    private static final int LEFT = 44;
    private static final int BOTTOM = 24;
    private static final int TOP = 12;

    /// A table longer than this is read by nobody; JSON has all.
    private static final int ROWS_MAX = 200;

    private static final int AUTHORS_MAX = 12;

    /// A subject by git's own advice has 50 characters; 72 fit into two lines of the table.
    private static final int SUBJECT_MAX = 72;

    private static final String STYLE =
            """
            :root{color-scheme:light dark;--ink:#1c2733;--soft:#5d6b79;--line:#d9e0e7;--paper:#fff;--card:#f6f8fa;--bad:#b3402a;--good:#2b7a4b;--tone:#2f5d8a}
            @media(prefers-color-scheme:dark){:root{--ink:#e6ebf0;--soft:#9aa8b5;--line:#34404c;--paper:#12181e;--card:#1a222b;--bad:#e58a74;--good:#7cc69a;--tone:#8fbbe6}}
            *{box-sizing:border-box}body{margin:0 auto;max-width:1080px;padding:32px 20px 60px;font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
            h1{font-size:26px;margin:0 0 4px}h2{font-size:18px;margin:36px 0 4px}p{margin:2px 0 12px;color:var(--soft)}
            .cards{display:flex;flex-wrap:wrap;gap:12px;margin:20px 0}.card{flex:1 1 150px;background:var(--card);border:1px solid var(--line);border-radius:8px;padding:12px 16px}
            .card b{display:block;font-size:28px;line-height:1.2}.card span{color:var(--soft)}.bad{color:var(--bad)}.good{color:var(--good)}
            table{border-collapse:collapse;width:100%;margin:8px 0 0;font-size:14px}th,td{text-align:left;padding:6px 10px 6px 0;border-bottom:1px solid var(--line);vertical-align:top}
            th{color:var(--soft);font-weight:600}td.n,th.n{text-align:right;white-space:nowrap}code{font:13px ui-monospace,monospace;overflow-wrap:anywhere}
            figure{margin:8px 0 0;border:1px solid var(--line);border-radius:8px;padding:10px;overflow-x:auto}svg{display:block;width:100%;min-width:460px;height:auto}
            svg text{font:11px system-ui,sans-serif;fill:var(--soft)}.axis{stroke:var(--line)}.curve{fill:none;stroke:var(--tone);stroke-width:2;stroke-linejoin:round}.area{fill:var(--tone);opacity:.14}
            .up{fill:var(--bad)}.down{fill:var(--good)}small{font-size:13px;color:var(--soft)}a{color:inherit;text-decoration-color:var(--tone);text-underline-offset:3px}h2 small{font-weight:400}
            @media(max-width:640px){body{padding:20px 14px 40px}h1{font-size:22px}th,td{padding-right:8px}table.log tr{display:block;padding:8px 0;border-bottom:1px solid var(--line)}table.log th{display:none}table.log td{display:block;border:0;padding:2px 0}table.log td:last-child::before{content:attr(data-head)}}
            @media print{body{max-width:none;padding:0}figure,tr,.cards{break-inside:avoid}h2{break-after:avoid}}
            """;

    private final Drift drift;
    private final StringBuilder out = new StringBuilder();

    private DriftPage(Drift drift) {
        this.drift = drift;
    }

    /// The page.
    ///
    /// @param title for example the repository's name
    public static String of(Drift drift, String title) {
        return new DriftPage(drift).page(title);
    }

    private String page(String title) {
        var commits = drift.commits();
        var span =
                commits.isEmpty()
                        ? "no commits"
                        : "%d commits, %s to %s"
                                .formatted(
                                        commits.size(),
                                        DriftReport.day(commits.getFirst()),
                                        DriftReport.day(commits.getLast()));
        out.append(
                "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>%s: drift</title><style>\n%s</style></head><body>\n"
                        .formatted(text(title), STYLE));
        out.append(
                "<h1>How %s kept its decisions</h1>\n<p>%s, held against %d constraints</p>\n"
                        .formatted(text(title), text(span), drift.trends().size()));
        cards();
        whole();
        table();
        drift.trends().forEach(this::section);
        authors();
        out.append(
                "<p>Decisions <code>%s</code>. A finding that was moved with its file counts once; merges count as one commit.</p>\n</body></html>\n"
                        .formatted(text(drift.law())));
        return out.toString();
    }

    private void cards() {
        var standing =
                drift.episodes().stream()
                        .filter(one -> !isMomentary(one.finding().constraint()))
                        .toList();
        long start = standing.stream().filter(one -> one.brought().isEmpty()).count();
        long brought = standing.size() - start;
        long removed = standing.stream().filter(one -> !one.isOpen()).count();
        out.append("<div class=\"cards\">");
        card(start, "findings at the start", "");
        card(brought, "brought since", brought == 0 ? "" : "bad");
        card(removed, "removed since", removed == 0 ? "" : "good");
        card(standing.size() - removed, "open now", "");
        out.append("</div>\n");
    }

    private void card(long number, String label, String kind) {
        out.append(
                "<div class=\"card\"><b class=\"%s\">%d</b><span>%s</span></div>"
                        .formatted(kind, number, label));
    }

    private boolean isMomentary(String constraint) {
        return drift.trends().stream()
                .anyMatch(one -> one.momentary() && one.constraint().equals(constraint));
    }

    /// All of it in one curve, for whoever reads nothing else.
    private void whole() {
        var standing = drift.trends().stream().filter(one -> !one.momentary()).toList();
        if (standing.size() < 2 || standing.stream().allMatch(one -> isFlat(one))) {
            return;
        }
        var open =
                IntStream.range(0, drift.commits().size())
                        .mapToObj(i -> standing.stream().mapToInt(one -> one.open().get(i)).sum())
                        .toList();
        out.append("<h2>Open findings, all constraints</h2>\n");
        chart("all constraints", standing.stream().mapToInt(Trend::start).sum(), open, false);
    }

    private static boolean isFlat(Trend trend) {
        return trend.start() == 0 && trend.open().stream().allMatch(open -> open == 0);
    }

    private void table() {
        boolean gaps = drift.trends().stream().anyMatch(one -> one.undecided() > 0);
        out.append(
                "<h2>Constraints</h2><table><tr><th>constraint</th><th class=\"n\">start</th><th class=\"n\">now</th>%s</tr>\n"
                        .formatted(gaps ? "<th class=\"n\">not judged</th>" : ""));
        for (var trend : drift.trends()) {
            int change = trend.end() - trend.start();
            var now =
                    trend.momentary()
                            ? "%d times".formatted(total(trend))
                            : "%d%s"
                                    .formatted(
                                            trend.end(),
                                            change == 0 ? "" : " (%+d)".formatted(change));
            var kind = change > 0 && !trend.momentary() ? "bad" : change < 0 ? "good" : "";
            out.append(
                    "<tr><td>%s<br><small><code>%s</code></small></td><td class=\"n\">%s</td><td class=\"n %s\">%s</td>%s</tr>\n"
                            .formatted(
                                    linked(trend),
                                    text(trend.constraint()),
                                    trend.momentary() ? "" : trend.start(),
                                    kind,
                                    now,
                                    gaps
                                            ? "<td class=\"n\">%s</td>"
                                                    .formatted(
                                                            trend.undecided() == 0
                                                                    ? ""
                                                                    : trend.undecided())
                                            : ""));
        }
        out.append("</table>\n");
    }

    /// The title, which leads to what happened to it where anything did.
    private String linked(Trend trend) {
        return own(trend).isEmpty()
                ? text(trend.title())
                : "<a href=\"#%s\">%s</a>".formatted(text(trend.constraint()), text(trend.title()));
    }

    private static int total(Trend trend) {
        return trend.open().stream().mapToInt(Integer::intValue).sum();
    }

    private void section(Trend trend) {
        var own = own(trend);
        if (own.isEmpty()) {
            return;
        }
        out.append(
                "<h2 id=\"%s\">%s <small><code>%1$s</code></small></h2>\n"
                        .formatted(text(trend.constraint()), text(trend.title())));
        if (!drift.commits().isEmpty()) {
            chart(trend.constraint(), trend.start(), trend.open(), trend.momentary());
        }
        rows(trend, own);
    }

    private List<Episode> own(Trend trend) {
        return drift.episodes().stream()
                .filter(one -> one.finding().constraint().equals(trend.constraint()))
                .toList();
    }

    private void chart(String what, int start, List<Integer> open, boolean momentary) {
        int most =
                Math.max(
                        1, Math.max(start, open.stream().max(Comparator.naturalOrder()).orElse(0)));
        out.append(
                "<figure><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
                        .formatted(
                                WIDTH,
                                HEIGHT,
                                text(
                                        "findings of %s over %d commits: %d at the start, %d at the end"
                                                .formatted(
                                                        what,
                                                        open.size(),
                                                        start,
                                                        open.isEmpty() ? start : open.getLast()))));
        for (int value : most == 1 ? new int[] {0, 1} : new int[] {0, (most + 1) / 2, most}) {
            out.append(
                    "<line class=\"axis\" x1=\"%d\" x2=\"%d\" y1=\"%s\" y2=\"%s\"/><text x=\"%d\" y=\"%s\" text-anchor=\"end\">%d</text>"
                            .formatted(
                                    LEFT,
                                    WIDTH - 8,
                                    y(value, most),
                                    y(value, most),
                                    LEFT - 6,
                                    number(height(value, most) + 4),
                                    value));
        }
        if (momentary) {
            bars(open, most);
        } else {
            curve(start, open, most);
        }
        out.append(
                "<text x=\"%d\" y=\"%d\">%s</text><text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text></svg></figure>\n"
                        .formatted(
                                LEFT,
                                HEIGHT - 6,
                                DriftReport.day(drift.commits().getFirst()),
                                WIDTH - 8,
                                HEIGHT - 6,
                                DriftReport.day(drift.commits().getLast())));
    }

    /// A step at every commit that changed the number, and at no other: the page stays small.
    private void curve(int start, List<Integer> open, int most) {
        var path = new StringBuilder("M%s %s".formatted(x(0, open.size()), y(start, most)));
        int last = start;
        var marks = new StringBuilder();
        for (int i = 0; i < open.size(); i++) {
            int now = open.get(i);
            if (now != last) {
                path.append("H%sV%s".formatted(x(i + 1, open.size()), y(now, most)));
                marks.append(
                        "<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"3\"><title>%s</title></circle>"
                                .formatted(
                                        now > last ? "up" : "down",
                                        x(i + 1, open.size()),
                                        y(now, most),
                                        text(
                                                "%+d: %s"
                                                        .formatted(
                                                                now - last,
                                                                said(drift.commits().get(i))))));
                last = now;
            }
        }
        path.append("H").append(x(open.size(), open.size()));
        out.append(
                "<path class=\"area\" d=\"%sV%sH%sZ\"/><path class=\"curve\" d=\"%s\"/>%s"
                        .formatted(path, y(0, most), x(0, open.size()), path, marks));
    }

    private void bars(List<Integer> open, int most) {
        for (int i = 0; i < open.size(); i++) {
            if (open.get(i) > 0) {
                out.append(
                        "<rect class=\"up\" x=\"%s\" y=\"%s\" width=\"2\" height=\"%s\"><title>%s</title></rect>"
                                .formatted(
                                        x(i + 1, open.size()),
                                        y(open.get(i), most),
                                        number(height(0, most) - height(open.get(i), most)),
                                        text(said(drift.commits().get(i)))));
            }
        }
    }

    private void rows(Trend trend, List<Episode> own) {
        // What came is told before what was there, and the latest first.
        var told =
                own.stream()
                        .filter(one -> one.isOpen() || one.brought().isPresent())
                        .sorted(
                                Comparator.comparing((Episode one) ->
                                                one.brought().map(Commit::date).orElse(""))
                                        .reversed())
                        .toList();
        if (told.isEmpty()) {
            return;
        }
        out.append(
                "<table class=\"log\"><tr><th>brought</th><th>finding</th><th>%s</th></tr>\n"
                        .formatted(trend.momentary() ? "" : "removed"));
        for (var episode : told.stream().limit(ROWS_MAX).toList()) {
            out.append(
                    "<tr><td>%s%s</td><td><code>%s</code><br>%s</td><td data-head=\"%s\">%s</td></tr>\n"
                            .formatted(
                                    episode.brought().map(this::cell).orElse("before"),
                                    episode.lawful()
                                            ? ""
                                            : "<br><em>before the decision bound</em>",
                                    text(episode.finding().place().toString()),
                                    text(episode.finding().message()),
                                    trend.momentary() || episode.isOpen() ? "" : "removed ",
                                    trend.momentary()
                                            ? ""
                                            : episode.removed()
                                                    .map(this::cell)
                                                    .orElse("<span class=\"bad\">open</span>")));
        }
        out.append("</table>\n");
        if (told.size() > ROWS_MAX) {
            out.append("<p>… and %d more</p>\n".formatted(told.size() - ROWS_MAX));
        }
    }

    private String cell(Commit commit) {
        return "%s <code>%s</code><br>%s<br><small>%s</small>"
                .formatted(
                        DriftReport.day(commit),
                        commit.shortId(),
                        text(commit.author()),
                        text(shortened(commit.subject())));
    }

    private static String shortened(String subject) {
        if (subject.codePointCount(0, subject.length()) <= SUBJECT_MAX) {
            return subject;
        }
        return subject.substring(0, subject.offsetByCodePoints(0, SUBJECT_MAX - 1)) + "…";
    }

    private void authors() {
        var authors = DriftReport.authors(drift);
        if (authors.isEmpty()) {
            return;
        }
        out.append(
                "<h2>Who brought, who removed</h2><table><tr><th>author</th><th class=\"n\">brought</th><th class=\"n\">removed</th></tr>\n");
        for (var one : authors.stream().limit(AUTHORS_MAX).toList()) {
            out.append(
                    "<tr><td>%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td></tr>\n"
                            .formatted(
                                    text(String.valueOf(one.get("author"))),
                                    one.get("brought"),
                                    one.get("removed")));
        }
        out.append("</table>\n");
    }

    private static String said(Commit commit) {
        return "%s %s %s: %s"
                .formatted(
                        DriftReport.day(commit),
                        commit.shortId(),
                        commit.author(),
                        commit.subject());
    }

    private static String x(int i, int count) {
        return number(LEFT + (WIDTH - 8.0 - LEFT) * i / Math.max(1, count));
    }

    private static String y(int value, int most) {
        return number(height(value, most));
    }

    private static double height(int value, int most) {
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * (double) value / most;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String text(String text) {
        return JUnitXml.escaped(text).replace("'", "&#39;");
    }
}
