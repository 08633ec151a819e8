package dev.lorimer.govern.decision;

import dev.lorimer.govern.decision.Problem.Level;
import dev.lorimer.govern.decision.RecordReader.Draft;
import dev.lorimer.govern.tree.Content;
import dev.lorimer.govern.tree.Sha256;
import dev.lorimer.govern.tree.Tree;
import dev.lorimer.govern.tree.TreeEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// All decision records of one tree: the law, as it stood there.
public final class DecisionSet {
    /// Where published collections of records lie; the first is where new ones begin. Only at the
    /// root: a folder of that name inside of a project's parts or fixtures is not its law.
    private static final List<String> FOLDERS =
            List.of(
                    "docs/decisions/",
                    "docs/adr/",
                    "doc/adr/",
                    "docs/adrs/",
                    "doc/adrs/",
                    "doc/decisions/",
                    "docs/architecture/decisions/",
                    "doc/architecture/decisions/",
                    "docs/architecture/adr/",
                    "docs/architecture-decisions/",
                    "docs/architecture-decision-records/",
                    "docs/architecture-decision-log/",
                    "docs/decision-records/",
                    "architecture/decisions/",
                    "architecture-decision-records/",
                    "adr/",
                    "adrs/",
                    "decisions/");

    private static final Comparator<Problem> ORDER =
            Comparator.comparing(Problem::file)
                    .thenComparingInt(Problem::line)
                    .thenComparing(Problem::message);

    private final List<Decision> decisions;
    private final List<Problem> problems;
    private final List<Waiver> waivers;
    private final String hash;

    private DecisionSet(
            List<Decision> decisions, List<Problem> problems, List<Waiver> waivers, String hash) {
        this.decisions = List.copyOf(decisions);
        this.waivers = List.copyOf(waivers);
        this.problems = List.copyOf(problems);
        this.hash = hash;
    }

    /// Reads every record of `base`. Never fails for what the records say: that is among the
    /// [#problems].
    ///
    /// @param expressions checks the expressions of budget constraints; with [Expressions#none]
    ///   they stay unchecked
    public static DecisionSet read(Tree base, Expressions expressions) {
        var drafts = new ArrayList<Draft>();
        var problems = new ArrayList<Problem>();
        var waivers = new ArrayList<Waiver>();
        var digest = new Sha256();
        for (var path : records(base).keySet()) {
            digest.add(path);
            var content =
                    base.isFile(path)
                            ? base.content(path)
                            : new Content.Unreadable("it is no plain file");
            switch (content) {
                case Content.Bytes found -> {
                    digest.add(found.bytes());
                    var text = new String(found.bytes(), StandardCharsets.UTF_8);
                    if (isWaiver(path)) {
                        var faults = new Faults();
                        waivers.addAll(new WaiverReader(path, faults).read(text, 1));
                        problems.addAll(faults.problems(path, "", false));
                    } else {
                        drafts.add(new RecordReader(path, expressions).read(text));
                    }
                }
                case Content.TooLarge large ->
                        problems.add(
                                unread(
                                        path,
                                        "it has %s bytes, more than %s"
                                                .formatted(large.bytes(), Content.BYTES_MAX)));
                case Content.Unreadable absent -> problems.add(unread(path, absent.why()));
            }
        }
        var law = new Ordering(drafts).ordered();
        problems.addAll(law.problems());
        drafts.forEach(draft -> waivers.addAll(draft.law().waivers()));
        var known = known(law.decisions(), waivers, problems);
        problems.sort(ORDER);
        return new DecisionSet(law.decisions(), problems, known, digest.hex());
    }

    /// The files that are the law of a tree.
    static SortedMap<String, TreeEntry> records(Tree base) {
        var records = new TreeMap<String, TreeEntry>();
        for (var folder : FOLDERS) {
            base.files()
                    .subMap(folder, folder + Character.MAX_VALUE)
                    .forEach((path, entry) -> {
                        if (isLaw(path)) {
                            records.put(path, entry);
                        }
                    });
        }
        return records;
    }

    /// The waivers whose constraint there is, by its full id.
    private static List<Waiver> known(
            List<Decision> decisions, List<Waiver> waivers, List<Problem> problems) {
        var ids = decisions.stream().map(Decision::id).toList();
        var known = new ArrayList<Waiver>();
        for (var waiver : waivers) {
            int hash = Math.max(0, waiver.constraint().indexOf('#'));
            var found =
                    RecordId.resolve(waiver.constraint().substring(0, hash), ids).stream()
                            .map(id -> id + waiver.constraint().substring(hash))
                            .filter(id -> hash > 0 && isConstraint(decisions, id))
                            .findFirst();
            if (found.isPresent()) {
                known.add(
                        new Waiver(
                                found.get(),
                                waiver.cover(),
                                waiver.grant(),
                                waiver.validity(),
                                waiver.origin()));
            } else {
                problems.add(
                        new Problem(
                                waiver.origin().file(),
                                waiver.origin().line(),
                                "",
                                Level.ERROR,
                                "this waiver is for \"%s\", but there is no such constraint, so it does not apply; take the id from the record"
                                        .formatted(Lines.shortened(waiver.constraint(), 80))));
            }
        }
        return known;
    }

    private static boolean isConstraint(List<Decision> decisions, String id) {
        return decisions.stream()
                .flatMap(decision -> decision.constraints().stream())
                .anyMatch(constraint -> constraint.id().equals(id));
    }

    /// The folders that records lie in, the first one being where they begin.
    public static List<String> folders() {
        return FOLDERS;
    }

    /// Whether a file at `path` would be read as a decision record.
    public static boolean isRecord(String path) {
        var lower = path.toLowerCase(Locale.ROOT);
        return (lower.endsWith(".md") || lower.endsWith(".rst"))
                && FOLDERS.stream().anyMatch(path::startsWith);
    }

    /// Whether a file at `path` would be read as waivers: a YAML file below the folder `waivers`
    /// beside the records.
    public static boolean isWaiver(String path) {
        var lower = path.toLowerCase(Locale.ROOT);
        return (lower.endsWith(".yaml") || lower.endsWith(".yml"))
                && FOLDERS.stream().anyMatch(folder -> path.startsWith(folder + "waivers/"));
    }

    /// Whether a file at `path` is part of the law: a record, or waivers.
    public static boolean isLaw(String path) {
        return isRecord(path) || isWaiver(path);
    }

    /// The waivers that are written down whole and right, whatever their dates.
    public List<Waiver> waivers() {
        return waivers;
    }

    /// The constraints that fit `wanted`, each counting what a change brings and not what is there:
    /// for whoever looks at one file after the other. The hash stays that of the whole law.
    public DecisionSet having(Predicate<Constraint> wanted) {
        var some =
                decisions.stream()
                        .map(decision ->
                                new Decision(
                                        decision.id(),
                                        decision.title(),
                                        decision.standing(),
                                        decision.why(),
                                        decision.file(),
                                        decision.constraints().stream()
                                                .filter(wanted)
                                                .map(DecisionSet::bringing)
                                                .toList()))
                        .toList();
        return new DecisionSet(some, List.of(), waivers, hash);
    }

    private static Constraint bringing(Constraint constraint) {
        var terms = constraint.terms();
        return new Constraint(
                constraint.id(),
                constraint.rule(),
                constraint.scope(),
                new Terms(terms.severity(), Mode.INTRODUCED, terms.phases(), 0, terms.overrides()),
                constraint.remedy(),
                constraint.examples());
    }

    /// In the order of their ids.
    public List<Decision> decisions() {
        return decisions;
    }

    /// Everything wrong with the records, in the order of files and lines.
    public List<Problem> problems() {
        return problems;
    }

    /// A hash of all records' paths and bytes: equal hashes, equal law.
    public String hash() {
        return hash;
    }

    /// The decision with that id.
    public Optional<Decision> decision(String id) {
        return decisions.stream().filter(one -> one.id().equals(id)).findFirst();
    }

    /// The decision that a person means by `reference`: its id in any case, with or without leading
    /// zeros, or its number alone.
    public Optional<Decision> find(String reference) {
        return RecordId.resolve(reference, decisions.stream().map(Decision::id).toList())
                .flatMap(this::decision);
    }

    private static Problem unread(String path, String why) {
        return new Problem(
                path,
                0,
                "",
                Level.LAWLESS,
                "this record can't be read: %s; make it a plain text file".formatted(why));
    }
}
