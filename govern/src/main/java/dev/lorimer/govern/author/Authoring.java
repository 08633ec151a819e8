package dev.lorimer.govern.author;

import com.google.re2j.Pattern;
import dev.lorimer.govern.decision.Decision;
import dev.lorimer.govern.decision.DecisionSet;
import dev.lorimer.govern.decision.Expressions;
import dev.lorimer.govern.decision.Problem;
import dev.lorimer.govern.decision.Status;
import dev.lorimer.govern.decision.StatusPlace;
import dev.lorimer.govern.importer.ImportedFile;
import dev.lorimer.govern.tree.OverlayTree;
import dev.lorimer.govern.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Writes the law down: new records, their acceptance, what replaces what, waivers. Touches no
/// disk: it says what is to be written. Whatever it says was read back by the reader of records
/// before, and brings no new problem; what can't be written so is refused with a
/// [RefusedException].
public final class Authoring {
    /// A title longer than this is no title.
    private static final int TITLE_MAX = 120;

    /// `ADR-9: `, as titles of records begin.
    private static final Pattern NUMBERED =
            Pattern.compile("^(?:[A-Z]{1,16}[- ])?\\d{1,9}\\s*[:.\u2013\u2014-]\\s");

    private final Tree tree;
    private final Expressions expressions;
    private final DecisionSet decisions;

    /// @param tree the records as they stand
    public Authoring(Tree tree, Expressions expressions) {
        this.tree = tree;
        this.expressions = expressions;
        decisions = DecisionSet.read(tree, expressions);
    }

    /// A new record with the next number, in the form that the others have; proposed.
    public Written create(String title, LocalDate date) {
        return create(title, date, List.of());
    }

    /// The same with sections of its own, for a folder of Markdown records.
    ///
    /// @param body the sections below title and status, in Markdown; empty for the usual ones. In a
    ///   folder of reStructuredText records the new one is Markdown all the same.
    public Written create(String title, LocalDate date, List<String> body) {
        var fresh = fresh(title, "proposed", date, body);
        var files = files(Map.of(fresh.path(), fresh.bytes()));
        var after = checked(files);
        var id = idOf(after, fresh, title);
        return new Written(files, "%s is proposed: %s".formatted(id, fresh.path()));
    }

    /// A proposed record for each file of rules that came from another tool.
    public Written createAll(List<ImportedFile> imported, LocalDate date) {
        var all = new TreeMap<String, byte[]>();
        var law = this;
        for (var file : imported) {
            all.putAll(law.create(file.title(), date, file.body()).files());
            law = new Authoring(over(all), expressions);
        }
        checked(all);
        return new Written(all, String.join(", ", all.keySet()));
    }

    /// Makes a proposed record, or one without status, an accepted one.
    public Written accept(String reference) {
        var decision = found(reference);
        refuseOver(decision, "accepted");
        refuseUnclear(decision);
        if (decision.status() instanceof Status.Accepted) {
            return new Written(files(Map.of()), decision.id() + " is accepted already");
        }
        var pen = pen(decision);
        pen.write("accepted", Reference.none());
        var files = files(Map.of(decision.file(), pen.bytes()));
        expect(checked(files), decision, new Status.Accepted());
        return new Written(files, "%s is accepted: %s".formatted(decision.id(), decision.file()));
    }

    /// Puts one record in the place of another: the old one says by what it is superseded, the new
    /// one what it supersedes. A new one that is only proposed is accepted with that, since nothing
    /// would be in force otherwise.
    ///
    /// @param replacement a record, or the title of one that is made
    public Written supersede(String reference, String replacement, LocalDate date) {
        var old = found(reference);
        refuseOver(old, "superseded");
        return decisions
                .find(replacement)
                .filter(one -> !replacement.strip().contains(" ") || isIn(replacement, one))
                .map(one -> replace(old, one))
                .orElseGet(() -> replace(old, replacement, date));
    }

    /// Whether a text with blanks means a record, as `ADR 7` does, and is no title with a number.
    private static boolean isIn(String text, Decision decision) {
        var number = decision.id().substring(decision.id().lastIndexOf('-') + 1);
        return text.strip().length() <= decision.id().length() + number.length();
    }

    private Written replace(Decision old, String title, LocalDate date) {
        if (looksLikeId(title)) {
            throw new RefusedException(
                    "there is no decision \"%s\"; lorimer decisions list shows them"
                            .formatted(title));
        }
        var fresh = fresh(title, "accepted", date, List.of());
        var id =
                idOf(
                        DecisionSet.read(
                                over(files(Map.of(fresh.path(), fresh.bytes()))), expressions),
                        fresh,
                        title);
        return linked(old, new Target(id, fresh.path(), fresh.bytes()));
    }

    private static boolean looksLikeId(String text) {
        return text.chars().noneMatch(Character::isWhitespace)
                && text.chars().anyMatch(Character::isDigit);
    }

    private Written replace(Decision old, Decision next) {
        if (old.id().equals(next.id())) {
            throw new RefusedException(
                    "%s can't supersede itself; name another record".formatted(old.id()));
        }
        refuseOver(next, "put in the place of " + old.id());
        var pen = pen(next);
        if (!(next.status() instanceof Status.Accepted)) {
            pen.write("accepted", Reference.none());
        }
        return linked(old, new Target(next.id(), next.file(), pen.bytes()));
    }

    /// The record that takes the place of another, as it stands before it says so.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Target(String id, String path, byte[] bytes) {}

    private Written linked(Decision old, Target target) {
        var pen = pen(old);
        pen.write("superseded", new Reference(target.id(), beside(old.file(), target.path())));
        var before = pen.bytes();
        for (int attempt = 0; attempt < 2; attempt++) {
            var other = new StatusPen(target.path(), target.bytes());
            other.supersedes(new Reference(old.id(), beside(target.path(), old.file())), attempt);
            var files = files(Map.of(old.file(), before, target.path(), other.bytes()));
            if (isLinked(DecisionSet.read(over(files), expressions), old, target)) {
                checked(files);
                return new Written(
                        files,
                        "%s is superseded by %s: %s"
                                .formatted(old.id(), target.id(), target.path()));
            }
        }
        throw new RefusedException(
                "\"%s\" or \"%s\" says its status in a form that can't be changed safely; change them by hand"
                        .formatted(old.file(), target.path()));
    }

    private static boolean isLinked(DecisionSet after, Decision old, Target target) {
        boolean off =
                after.decision(old.id())
                        .filter(one ->
                                one.status() instanceof Status.Superseded by
                                        && after.find(by.by())
                                                .filter(found -> found.id().equals(target.id()))
                                                .isPresent())
                        .isPresent();
        return off
                && after.decision(target.id())
                        .filter(one -> one.status() instanceof Status.Accepted)
                        .filter(one -> one.standing().supersedes().contains(old.id()))
                        .isPresent();
    }

    /// A waiver in a file of its own, below the folder `waivers` beside the records.
    public Written waive(Grant grant) {
        int hash = grant.constraint().indexOf('#');
        if (hash <= 0) {
            throw new RefusedException(
                    "\"%s\" is no constraint; write it as D-0007#no-gson"
                            .formatted(grant.constraint()));
        }
        var decision = found(grant.constraint().substring(0, hash));
        var id = decision.id() + grant.constraint().substring(hash);
        if (decision.constraints().stream().noneMatch(one -> one.id().equals(id))) {
            throw new RefusedException(
                    "%s has no constraint \"%s\"; lorimer decisions explain %s shows them"
                            .formatted(
                                    decision.id(),
                                    grant.constraint().substring(hash + 1),
                                    decision.id()));
        }
        if (grant.expires().isBefore(grant.granted())) {
            throw new RefusedException(
                    "a waiver that expires on %s is over before it begins on %s; give a later day"
                            .formatted(grant.expires(), grant.granted()));
        }
        var path = WaiverText.path(tree, decision, id, grant);
        var files = files(Map.of(path, WaiverText.of(id, grant).getBytes(StandardCharsets.UTF_8)));
        var after = checked(files);
        if (after.waivers().stream().noneMatch(one -> one.origin().file().equals(path))) {
            throw new RefusedException(
                    "the waiver for %s can't be read back; give other words".formatted(id));
        }
        return new Written(files, "%s is waived until %s: %s".formatted(id, grant.expires(), path));
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Fresh(String path, byte[] bytes) {}

    private Fresh fresh(String title, String status, LocalDate date, List<String> body) {
        var bare = title.strip();
        boolean plain = bare.chars().noneMatch(Character::isISOControl);
        if (NUMBERED.matcher(bare).find()) {
            throw new RefusedException(
                    "the title \"%s\" begins with a record's number; leave it out, the next one is given"
                            .formatted(shown(bare)));
        }
        if (bare.isEmpty() || bare.length() > TITLE_MAX || !plain) {
            throw new RefusedException(
                    "\"%s\" is no title; give one line with 1 to %s characters"
                            .formatted(shown(bare), TITLE_MAX));
        }
        var usual = Shelf.of(tree, decisions);
        var shelf =
                body.isEmpty() || usual.form() != Shelf.Form.RST
                        ? usual
                        : new Shelf(
                                usual.folder(),
                                usual.next(),
                                Shelf.Form.MADR,
                                usual.file(),
                                usual.heading(),
                                usual.end());
        var path = shelf.path(bare);
        if (tree.files().containsKey(path)) {
            throw new RefusedException(
                    "\"%s\" is there already; give another title, or a number to that record"
                            .formatted(path));
        }
        var text = shelf.text(bare, status, date.toString(), body);
        return new Fresh(path, text.getBytes(StandardCharsets.UTF_8));
    }

    /// A title on one line, for an error.
    private static String shown(String title) {
        var start = title.length() > TITLE_MAX ? title.substring(0, 40) + "…" : title;
        var line = new StringBuilder();
        start.chars().forEach(c -> line.append(Character.isISOControl(c) ? '?' : (char) c));
        return line.toString();
    }

    /// The id that the new record is read with; its title has to be read as it was given.
    private static String idOf(DecisionSet after, Fresh fresh, String title) {
        return after.decisions().stream()
                .filter(one -> one.file().equals(fresh.path()) && one.title().equals(title.strip()))
                .map(Decision::id)
                .findFirst()
                .orElseThrow(() ->
                        new RefusedException(
                                "a record with the title \"%s\" would be read as another one; give a title without marks or numbers in front"
                                        .formatted(title.strip())));
    }

    private Decision found(String reference) {
        return decisions
                .find(reference)
                .orElseThrow(() ->
                        new RefusedException(
                                "there is no decision \"%s\"; lorimer decisions list shows them"
                                        .formatted(reference)));
    }

    private static void refuseOver(Decision decision, String what) {
        switch (decision.status()) {
            case Status.Superseded _, Status.Rejected _, Status.Deprecated _ -> {
                boolean ends =
                        what.equals("superseded") && decision.status() instanceof Status.Deprecated;
                if (!ends) {
                    throw new RefusedException(
                            "%s is %s, so it can't be %s; propose a new one with lorimer decisions new \"TITLE\""
                                    .formatted(decision.id(), decision.status().word(), what));
                }
            }
            case Status.Proposed _, Status.Accepted _, Status.Unstated _ -> {}
        }
    }

    /// A status that is there and not understood may say anything; to write over it could undo what
    /// people decided.
    private void refuseUnclear(Decision decision) {
        var text = new String(tree.read(decision.file()), StandardCharsets.UTF_8);
        var places = StatusPlace.of(decision.file(), text);
        if (decision.status() instanceof Status.Unstated && !places.isEmpty()) {
            throw new RefusedException(
                    "%s does not say clearly where it stands (\"%s\" in line %s); mend \"%s\" by hand, see lorimer decisions check"
                            .formatted(
                                    decision.id(),
                                    shown(places.getLast().text()),
                                    places.getLast().line(),
                                    decision.file()));
        }
    }

    private StatusPen pen(Decision decision) {
        return new StatusPen(decision.file(), tree.read(decision.file()));
    }

    private static String beside(String from, String to) {
        var folder = from.substring(0, from.lastIndexOf('/') + 1);
        return to.startsWith(folder) ? to.substring(folder.length()) : "";
    }

    private static SortedMap<String, byte[]> files(Map<String, byte[]> files) {
        return new TreeMap<>(files);
    }

    private Tree over(SortedMap<String, byte[]> files) {
        return OverlayTree.of(tree, files, List.of());
    }

    private static void expect(DecisionSet after, Decision decision, Status status) {
        if (after.decision(decision.id()).filter(one -> one.status().equals(status)).isEmpty()) {
            throw new RefusedException(
                    "\"%s\" says its status in a form that can't be changed safely; change it by hand"
                            .formatted(decision.file()));
        }
    }

    /// The law with these files, which has no problem that was not there before.
    private DecisionSet checked(SortedMap<String, byte[]> files) {
        var after = DecisionSet.read(over(files), expressions);
        var known = new HashSet<String>();
        decisions.problems().forEach(problem -> known.add(bare(problem)));
        var added = after.problems().stream().filter(one -> !known.contains(bare(one))).findFirst();
        if (added.isPresent()) {
            throw new RefusedException(
                    "nothing was written, since this would be wrong: " + added.get().text());
        }
        return after;
    }

    private static String bare(Problem problem) {
        return problem.file() + " " + problem.message();
    }
}
