package dev.lorimer.models;

import java.math.BigDecimal;
import java.net.URI;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads a list of prices, and refuses it whole with every mistake: a misread price is worse than
/// none.
final class PriceList {
    private static final Set<String> MEMBERS = Set.of("currency", "perTokens", "prices");
    private static final Set<String> LINE =
            Set.of(
                    "providers",
                    "models",
                    "promptTokensMax",
                    "input",
                    "cached",
                    "written",
                    "output",
                    "source",
                    "read");
    private static final long PER_TOKENS = 1_000_000;

    private final List<String> mistakes = new ArrayList<>();
    private String currency = "";

    private PriceList() {}

    /// @param name of the file, for messages
    /// @throws ModelSpecException with every mistake
    static List<Price> read(String text, String name) {
        var list = new PriceList();
        List<Price> lines =
                StrictText.object(text)
                        .map(list::lines)
                        .orElseGet(() -> list.none("it is no JSON object"));
        if (!list.mistakes.isEmpty()) {
            throw new ModelSpecException(
                    "price list \""
                            + name
                            + "\" can not be used: "
                            + String.join("; ", list.mistakes));
        }
        return lines;
    }

    private List<Price> none(String mistake) {
        mistakes.add(mistake);
        return List.of();
    }

    private List<Price> lines(ObjectNode json) {
        unknown(json, MEMBERS, "the list");
        currency = json.path("currency").asString("");
        if (!currency.matches("[A-Z]{3}")) {
            mistakes.add("\"currency\" has to be three capital letters, such as USD");
        }
        if (StrictText.count(json, "perTokens") != PER_TOKENS) {
            mistakes.add("\"perTokens\" has to be 1000000");
        }
        if (!json.path("prices").isArray()) {
            mistakes.add("\"prices\" has to be a list");
        }
        var lines = new ArrayList<Price>();
        int number = 1;
        for (JsonNode line : json.path("prices")) {
            line(line, "price " + number++).ifPresent(lines::add);
        }
        return lines;
    }

    private void unknown(JsonNode json, Set<String> known, String place) {
        for (String name : json.propertyNames()) {
            if (!known.contains(name)) {
                mistakes.add(place + " has an unknown member \"" + name + "\"; take it out");
            }
        }
    }

    private Optional<Price> line(JsonNode line, String place) {
        int before = mistakes.size();
        unknown(line, LINE, place);
        Set<String> providers = names(line, "providers", place);
        Set<String> models = names(line, "models", place);
        OptionalLong longest = longest(line, place);
        Optional<BigDecimal> input = needed(line, "input", place);
        Optional<BigDecimal> output = needed(line, "output", place);
        Optional<BigDecimal> cached = rate(line, "cached", place);
        Optional<BigDecimal> written = rate(line, "written", place);
        Optional<URI> source = source(line, place);
        Optional<LocalDate> read = read(line, place);
        if (mistakes.size() > before) {
            return Optional.empty();
        }
        var rates =
                new Price.Rates(
                        input.orElseThrow(), cached, written, output.orElseThrow(), currency);
        return Optional.of(
                new Price(
                        providers,
                        models,
                        longest,
                        rates,
                        source.orElseThrow(),
                        read.orElseThrow()));
    }

    private Set<String> names(JsonNode line, String member, String place) {
        var names = new LinkedHashSet<String>();
        for (JsonNode name : line.path(member)) {
            name.stringValueOpt().filter(text -> !text.isBlank()).ifPresent(names::add);
        }
        if (names.isEmpty() || names.size() != line.path(member).size()) {
            mistakes.add(place + " needs a list of names as \"" + member + "\"");
        }
        return Set.copyOf(names);
    }

    private OptionalLong longest(JsonNode line, String place) {
        if (!line.has("promptTokensMax")) {
            return OptionalLong.empty();
        }
        long longest = StrictText.count(line, "promptTokensMax");
        if (longest == 0) {
            mistakes.add(place + " has a \"promptTokensMax\" that is no number above 0");
        }
        return OptionalLong.of(longest);
    }

    private Optional<BigDecimal> needed(JsonNode line, String member, String place) {
        if (!line.has(member)) {
            mistakes.add(place + " has no \"" + member + "\"");
        }
        return rate(line, member, place);
    }

    /// Rates are text: a number could have been rounded on its way here.
    private Optional<BigDecimal> rate(JsonNode line, String member, String place) {
        if (!line.has(member)) {
            return Optional.empty();
        }
        String text = line.path(member).asString("");
        if (!line.path(member).isString() || !text.matches("\\d{1,9}(\\.\\d{1,9})?")) {
            mistakes.add(
                    place + " has a \"" + member + "\" that is no price; write it like \"0.125\"");
            return Optional.empty();
        }
        return Optional.of(new BigDecimal(text));
    }

    private Optional<URI> source(JsonNode line, String place) {
        String text = line.path("source").asString("");
        try {
            URI source = URI.create(text);
            if (source.isAbsolute()) {
                return Optional.of(source);
            }
        } catch (IllegalArgumentException malformed) {
            // Told below.
        }
        mistakes.add(place + " needs the URL that it was read at as \"source\"");
        return Optional.empty();
    }

    private Optional<LocalDate> read(JsonNode line, String place) {
        try {
            return Optional.of(LocalDate.parse(line.path("read").asString("")));
        } catch (DateTimeException malformed) {
            mistakes.add(place + " needs the day that it was read as \"read\", like 2026-11-23");
            return Optional.empty();
        }
    }
}
