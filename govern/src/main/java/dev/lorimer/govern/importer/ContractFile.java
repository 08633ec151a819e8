package dev.lorimer.govern.importer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/// The contracts in a file of import-linter, INI or TOML.
///
/// @param settings those of the whole file
record ContractFile(Contract settings, List<Contract> contracts) {
    private static final String SECTION = "importlinter";
    private static final String TABLE = "[[tool.importlinter.contracts]]";

    static ContractFile ini(String text) {
        var settings = new Contract("", 1, new LinkedHashMap<>());
        var contracts = new ArrayList<Contract>();
        var current = new Contract("", 1, new LinkedHashMap<>());
        List<String> values = new ArrayList<>();
        int number = 0;
        for (var raw : text.lines().toList()) {
            number++;
            var line = raw.strip();
            if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
                continue;
            }
            boolean more = Character.isWhitespace(raw.charAt(0));
            if (!more && line.startsWith("[") && line.endsWith("]")) {
                var section = line.substring(1, line.length() - 1);
                current =
                        new Contract(
                                section.substring(section.lastIndexOf(':') + 1),
                                number,
                                new LinkedHashMap<>());
                if (section.equals(SECTION)) {
                    settings = current;
                } else if (section.startsWith(SECTION + ":contract:")) {
                    contracts.add(current);
                }
            } else if (more) {
                values.add(line);
            } else {
                int at = separator(line);
                values = new ArrayList<>();
                current.keys().put(line.substring(0, at).strip(), values);
                var value = line.substring(Math.min(line.length(), at + 1)).strip();
                if (!value.isEmpty()) {
                    values.add(value);
                }
            }
        }
        return new ContractFile(settings, contracts);
    }

    private static int separator(String line) {
        int equals = line.indexOf('=');
        int colon = line.indexOf(':');
        return equals < 0
                ? (colon < 0 ? line.length() : colon)
                : colon >= 0 && colon < equals ? colon : equals;
    }

    static ContractFile toml(String text) {
        JsonNode root;
        try {
            root = TomlMapper.builder().build().readTree(text).path("tool").path(SECTION);
        } catch (JacksonException wrong) {
            throw new Untranslated("this is no TOML: " + wrong.getOriginalMessage());
        }
        var places = places(text);
        var contracts = new ArrayList<Contract>();
        for (var node : root.path("contracts")) {
            int line = contracts.size() < places.size() ? places.get(contracts.size()) : 1;
            contracts.add(new Contract(String.valueOf(contracts.size() + 1), line, keys(node)));
        }
        return new ContractFile(new Contract("", 1, keys(root)), contracts);
    }

    private static List<Integer> places(String text) {
        var places = new ArrayList<Integer>();
        int number = 0;
        for (var line : text.lines().toList()) {
            number++;
            if (line.replace(" ", "").startsWith(TABLE)) {
                places.add(number);
            }
        }
        return places;
    }

    private static Map<String, List<String>> keys(JsonNode node) {
        var keys = new LinkedHashMap<String, List<String>>();
        node.properties()
                .forEach(entry -> {
                    var values = new ArrayList<String>();
                    if (entry.getValue().isArray()) {
                        entry.getValue().forEach(value -> values.add(layer(value)));
                    } else {
                        values.add(entry.getValue().asString(""));
                    }
                    keys.put(entry.getKey(), values);
                });
        return keys;
    }

    /// A layer may be a table with several modules; everything else is a text.
    private static String layer(JsonNode value) {
        return value.isString() ? value.asString() : value.toString();
    }
}
