package dev.lorimer.app;

import dev.lorimer.app.AgentDialect.Answer;
import dev.lorimer.app.HookCall.Moment;
import dev.lorimer.app.HookCall.Proposal;
import dev.lorimer.govern.Evidence;
import dev.lorimer.govern.Finding;
import dev.lorimer.govern.Inquiry;
import dev.lorimer.govern.Report;
import dev.lorimer.govern.Verdict;
import dev.lorimer.govern.decision.Actor;
import dev.lorimer.govern.decision.Phase;
import dev.lorimer.govern.decision.Severity;
import dev.lorimer.govern.git.Git;
import dev.lorimer.govern.git.GitTree;
import dev.lorimer.govern.git.WorktreeSnapshot;
import dev.lorimer.govern.tree.OverlayTree;
import dev.lorimer.govern.tree.Tree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Answers another coding agent's hook. What a tool is called counts for nothing: after every call
/// the files of the working tree are judged as they then are, against the commit at which the
/// conversation began.
final class HookJudge {
    /// About 1,500 tokens: some five findings in full; the rest is counted.
    private static final int REASON_CHARS_MAX = 6_000;

    private final AgentDialect dialect;
    private final Chambers chambers;
    private final Sessions sessions;
    private final LocalDate day;

    HookJudge(AgentDialect dialect, Chambers chambers, Sessions sessions, LocalDate day) {
        this.dialect = dialect;
        this.chambers = chambers;
        this.sessions = sessions;
        this.day = day;
    }

    Answer answer(HookCall call) {
        var tops = repositories(call);
        var answer = dialect.fine(call);
        for (var git : tops) {
            var start = sessions.start(git, call.session());
            // Without a commit there is no law yet; without a moment there is nothing to judge.
            if (start.isEmpty() || call.moment() == Moment.ELSEWHERE) {
                continue;
            }
            var one = judged(call, git, start.get());
            if (!one.equals(dialect.fine(call))) {
                return one;
            }
        }
        return answer;
    }

    private List<Git> repositories(HookCall call) {
        var folders = new LinkedHashSet<>(call.folders());
        call.proposal().map(Proposal::file).map(Path::getParent).ifPresent(folders::add);
        var tops = new LinkedHashSet<Path>();
        for (var folder : folders) {
            existing(folder).flatMap(HookJudge::top).ifPresent(tops::add);
        }
        return tops.stream().map(Git::in).toList();
    }

    /// A tool may be about to make the folder.
    private static Optional<Path> existing(Path folder) {
        var at = Optional.of(folder);
        while (at.isPresent() && !Files.isDirectory(at.get())) {
            at = Optional.ofNullable(at.get().getParent());
        }
        return at;
    }

    private static Optional<Path> top(Path folder) {
        var inside = Git.in(folder).tryRun("rev-parse", "--show-toplevel");
        return inside.exit() == 0 ? Optional.of(Path.of(inside.text().strip())) : Optional.empty();
    }

    private Answer judged(HookCall call, Git git, String start) {
        var phase =
                switch (call.moment()) {
                    case BEFORE -> Phase.TOOL;
                    case AFTER, ELSEWHERE -> Phase.EDIT;
                    case END -> Phase.FINISH;
                };
        var judging =
                new Judging(
                        chambers,
                        git,
                        new Inquiry(phase, day, new Actor.Agent(dialect.name()), Set.of()));
        try (var snapshot = WorktreeSnapshot.of(git);
                var before = GitTree.of(snapshot.git(), start);
                var now = GitTree.of(snapshot.git(), snapshot.tree())) {
            if (call.moment() != Moment.BEFORE) {
                return said(call, judging.ruling(before, now).verdict());
            }
            return call.proposal()
                    .flatMap(proposal -> overlay(git, now, proposal))
                    .map(then -> said(call, brought(judging, before, now, then)))
                    .orElseGet(() -> dialect.fine(call));
        }
    }

    private static Optional<Tree> overlay(Git git, GitTree now, Proposal proposal) {
        var top = real(git.folder());
        var file = real(proposal.file());
        if (!file.startsWith(top)) {
            return Optional.empty();
        }
        var path = top.relativize(file).toString();
        var old = now.isFile(path) ? new String(now.read(path), StandardCharsets.UTF_8) : "";
        var fresh =
                switch (proposal) {
                    case Proposal.Written written -> written.content();
                    case Proposal.Edited edited -> {
                        var text = old;
                        for (var replacement : edited.replacements()) {
                            text = replacement.in(text);
                        }
                        yield text;
                    }
                };
        return Optional.of(
                OverlayTree.of(
                        now, Map.of(path, fresh.getBytes(StandardCharsets.UTF_8)), List.of()));
    }

    /// The path without links, as far as it exists.
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException _) {
            var parent = path.getParent();
            return parent == null ? path : real(parent).resolve(path.getFileName());
        }
    }

    /// Only what this call would add counts: otherwise no file could be mended while another one is
    /// still broken.
    private static Verdict brought(Judging judging, Tree before, Tree now, Tree then) {
        var whole = judging.ruling(before, then).verdict();
        if (whole instanceof Verdict.Allow) {
            return whole;
        }
        var standing =
                judging.ruling(before, now).verdict().evidence().findings().stream()
                        .map(Finding::identity)
                        .collect(Collectors.toSet());
        var all = whole.evidence();
        var fresh = new ArrayList<>(all.findings());
        fresh.removeIf(finding -> standing.contains(finding.identity()));
        var evidence =
                new Evidence(fresh, all.granted(), all.decisions(), all.before(), all.after());
        if (fresh.stream().noneMatch(Finding::blocks)) {
            return new Verdict.Allow(evidence);
        }
        return whole instanceof Verdict.Deny && fresh.stream().anyMatch(HookJudge::denies)
                ? new Verdict.Deny(evidence)
                : new Verdict.Escalate(evidence);
    }

    private static boolean denies(Finding finding) {
        return finding.blocks() && finding.severity() == Severity.DENY;
    }

    private Answer said(HookCall call, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Allow _ -> dialect.fine(call);
            case Verdict.Deny deny -> dialect.denied(call, reason(call, deny));
            case Verdict.Escalate ask -> dialect.asked(call, reason(call, ask));
        };
    }

    private static String reason(HookCall call, Verdict verdict) {
        var head =
                switch (call.moment()) {
                    case BEFORE -> "this call would break a recorded decision of this repository. ";
                    case AFTER, ELSEWHERE ->
                            "the files as they are now break a recorded decision of this repository; mend them before you go on. ";
                    case END ->
                            "not done: the files break a recorded decision of this repository; mend them, or say why it can't be done. ";
                };
        var text = "lorimer: " + head + "\n" + Report.text(verdict);
        return text.length() <= REASON_CHARS_MAX
                ? text
                : text.substring(0, REASON_CHARS_MAX) + "\n… run lorimer judge for all of it";
    }
}
