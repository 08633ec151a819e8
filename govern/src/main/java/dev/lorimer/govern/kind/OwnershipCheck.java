package dev.lorimer.govern.kind;

import com.google.re2j.Pattern;
import dev.lorimer.govern.decision.Language;
import dev.lorimer.govern.decision.NamePattern;
import dev.lorimer.govern.decision.Rule;
import dev.lorimer.govern.decision.Rule.Access;
import dev.lorimer.govern.decision.Rule.Asks;
import dev.lorimer.govern.decision.Rule.Holding;
import dev.lorimer.govern.kind.JavaSketch.Mark;
import dev.lorimer.govern.kind.JavaSketch.TypeSketch;
import dev.lorimer.govern.kind.JavaSketch.Value;
import dev.lorimer.govern.source.Facts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Looks for code that touches tables of others: in entities, in SQL within strings, in migrations.
/// A file belongs to whoever's module holds it.
final class OwnershipCheck {
    private static final List<NamePattern> ENTITY =
            List.of(
                    NamePattern.of("jakarta.persistence.Entity"),
                    NamePattern.of("javax.persistence.Entity"));
    private static final List<String> TABLE_MARKS =
            List.of("Table", "SecondaryTable", "JoinTable", "CollectionTable");
    private static final Pattern CHANGELOG =
            Pattern.compile(
                    "(?i)\\b(?:base|referenced)?tableName\\s*[=:]\\s*[\"']?([A-Za-z_][\\w.]*)");

    private final Rule.Ownership rule;

    OwnershipCheck(Rule.Ownership rule) {
        this.rule = rule;
    }

    static boolean isMigration(String path) {
        var language = Language.of(path);
        boolean changelog =
                path.toLowerCase(Locale.ROOT).contains("changelog")
                        && language.filter(List.of(Language.XML, Language.YAML)::contains)
                                .isPresent();
        return changelog || language.equals(Optional.of(Language.SQL));
    }

    Sighting look(Side side, String path) {
        var text = side.text(path).orElse("");
        var found = new ArrayList<Violation>();
        var gaps = new ArrayList<Gap>();
        if (isMigration(path) && rule.accesses().contains(Access.MIGRATION)) {
            var tables = path.endsWith(".sql") ? SqlTables.in(text) : changelog(text);
            tables.forEach(table ->
                    judge(side, path, path, table.name(), table.line(), "migration")
                            .ifPresent(found::add));
        } else if (Language.of(path).equals(Optional.of(Language.JAVA))) {
            side.facts(path)
                    .ifPresent(facts -> {
                        entities(side, path, facts, found, gaps);
                        strings(side, path, facts, found, gaps);
                        facts.fault().ifPresent(fault -> gaps.add(CodeCheck.unparsed(path, fault)));
                    });
        } else if (!isMigration(path)) {
            gaps.add(CodeCheck.foreign(path, Language.of(path)));
        }
        return new Sighting(found, gaps);
    }

    private static List<SqlTables.Table> changelog(String text) {
        var tables = new ArrayList<SqlTables.Table>();
        int number = 0;
        for (var line : text.lines().toList()) {
            number++;
            var matcher = CHANGELOG.matcher(line);
            while (matcher.find()) {
                var name = matcher.group(1).toLowerCase(Locale.ROOT);
                tables.add(new SqlTables.Table(name.substring(name.lastIndexOf('.') + 1), number));
            }
        }
        return tables;
    }

    private void entities(
            Side side, String path, Facts facts, List<Violation> found, List<Gap> gaps) {
        boolean any =
                facts.marks().stream()
                        .flatMap(mark -> mark.annotations().stream())
                        .anyMatch(one -> ENTITY.stream().anyMatch(one::isType));
        if (!any || !rule.accesses().contains(Access.JPA_ENTITY)) {
            return;
        }
        for (var type : side.types(path)) {
            for (var mark : type.allMarks()) {
                if (TABLE_MARKS.contains(mark.simpleName())) {
                    table(side, path, type, mark, found, gaps);
                }
            }
            boolean entity = type.marks().stream().anyMatch(m -> m.simpleName().equals("Entity"));
            boolean placed =
                    type.marks().stream()
                            .anyMatch(m ->
                                    m.simpleName().equals("Table")
                                            && m.values().containsKey("name"));
            if (entity && !placed) {
                judge(side, path, type.name(), type.simpleName(), type.line(), "jpa-entity")
                        .ifPresent(found::add);
            }
        }
    }

    private void table(
            Side side,
            String path,
            TypeSketch type,
            Mark mark,
            List<Violation> found,
            List<Gap> gaps) {
        for (var value : mark.values().getOrDefault("name", List.of())) {
            switch (value) {
                case Value.Text name ->
                        judge(side, path, type.name(), name.text(), mark.line(), "jpa-entity")
                                .ifPresent(found::add);
                case Value.Open open ->
                        gaps.add(
                                new Gap(
                                        path,
                                        mark.line(),
                                        "the table of %s is named by \"%s\", which this file does not explain; write the name out"
                                                .formatted(type.name(), open.code())));
            }
        }
    }

    private void strings(
            Side side, String path, Facts facts, List<Violation> found, List<Gap> gaps) {
        if (!rule.accesses().contains(Access.JDBC_STRING)) {
            return;
        }
        var seen = new HashSet<String>();
        for (var literal : facts.literals()) {
            if (!SqlTables.isStatement(literal.value())) {
                continue;
            }
            var tables = SqlTables.in(literal.value());
            boolean part =
                    facts.literals().stream()
                            .anyMatch(other ->
                                    other.value().length() > literal.value().length()
                                            && other.value().startsWith(literal.value()));
            if (tables.isEmpty() && !part && endsOpen(literal.value())) {
                gaps.add(
                        new Gap(
                                path,
                                literal.line(),
                                "SQL in line %s goes on in a name that is put together at run time, so nobody knows its table; write the name out"
                                        .formatted(literal.line())));
            }
            for (var table : tables) {
                if (seen.add(table.name() + " " + literal.site().subject())) {
                    judge(
                                    side,
                                    path,
                                    literal.site().subject(),
                                    table.name(),
                                    literal.line() + table.line() - 1,
                                    "jdbc-string")
                            .ifPresent(found::add);
                }
            }
        }
    }

    private static boolean endsOpen(String sql) {
        var bare = sql.stripTrailing().toLowerCase(Locale.ROOT);
        return List.of(" from", " into", " join", "update", " table").stream()
                .anyMatch(bare::endsWith);
    }

    private Optional<Violation> judge(
            Side side, String path, String subject, String table, int line, String how) {
        var own =
                rule.holdings().stream()
                        .filter(one -> Modules.holds(side, one.module(), path))
                        .findFirst();
        var owner = rule.holdings().stream().filter(one -> owns(one, table)).findFirst();
        var me = own.map(Holding::name).orElse("code outside of every owner's module");
        if (rule.asks() == Asks.UNKNOWN) {
            return owner.isPresent() || own.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            violation(
                                    path,
                                    line,
                                    subject,
                                    table,
                                    how,
                                    "%s touches table \"%s\" (%s), which nobody owns"
                                            .formatted(me, table, how)));
        }
        boolean foreign = owner.isPresent() && own.filter(one -> owns(one, table)).isEmpty();
        return foreign
                ? Optional.of(
                        violation(
                                path,
                                line,
                                subject,
                                table,
                                how,
                                "%s touches table \"%s\" of %s (%s)"
                                        .formatted(me, table, owner.get().name(), how)))
                : Optional.empty();
    }

    private static Violation violation(
            String path, int line, String subject, String table, String how, String message) {
        return new Violation(path, line, subject, table.toLowerCase(Locale.ROOT), how, message);
    }

    private static boolean owns(Holding holding, String table) {
        return holding.tables().stream().anyMatch(one -> bare(one).equals(bare(table)));
    }

    /// A class `OrderLine` stands for the table `order_line`.
    private static String bare(String table) {
        var last = table.substring(table.lastIndexOf('.') + 1);
        return last.replace("_", "").replace("\"", "").toLowerCase(Locale.ROOT);
    }
}
