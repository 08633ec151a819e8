package dev.lorimer.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The shop or the airline of one task. It does what it is asked as often as it is asked, and
/// counts in a file of its own.
final class TauEnvironment {
    private final TauTask task;
    private final Path counter;
    private final boolean truthful;
    private final ObjectNode documents = TauTask.JSON.createObjectNode();
    private final Map<String, TauTask.Action> byKey = new HashMap<>();
    private final List<TauTask.Action> left;
    private final List<String> applied = new ArrayList<>();

    /// @param truthful whether it admits what was done when it is asked
    TauEnvironment(TauTask task, Path counter, boolean truthful) {
        this.task = task;
        this.counter = counter;
        this.truthful = truthful;
        this.left = new ArrayList<>(task.actions());
        task.initial()
                .forEach((place, document) -> {
                    if (!document.isNull()) {
                        put(JsonPointer.compile(place), document.deepCopy());
                    }
                });
    }

    /// The action that a call is: the same for each attempt at it; the first of equal ones that no
    /// other call is.
    Optional<TauTask.Action> action(String key, String name, JsonNode arguments) {
        var known = Optional.ofNullable(byKey.get(key));
        if (known.isPresent()) {
            return known;
        }
        var found =
                left.stream()
                        .filter(action -> action.name().equals(name))
                        .filter(action -> same(action.arguments(), arguments))
                        .findFirst();
        found.ifPresent(action -> {
            left.remove(action);
            byKey.put(key, action);
        });
        return found;
    }

    /// Applies it, whether that was done before or not.
    void apply(String key, TauTask.Action action) {
        for (var change : action.effect()) {
            apply(change);
        }
        applied.add(key);
        try {
            Files.writeString(
                    counter,
                    action.id() + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What the call with that key answered, if it was made.
    Optional<String> answered(String key) {
        return truthful && applied.contains(key)
                ? Optional.ofNullable(byKey.get(key)).map(action -> action.result())
                : Optional.empty();
    }

    private void apply(JsonNode change) {
        var place = JsonPointer.compile(change.path("path").asString());
        switch (change.path("op").asString()) {
            case "add" -> put(place, change.path("value").deepCopy());
            case "replace" -> {
                remove(place);
                put(place, change.path("value").deepCopy());
            }
            case "remove" -> remove(place);
            default -> throw new IllegalArgumentException("unknown change " + change);
        }
    }

    private void put(JsonPointer place, JsonNode value) {
        var last = place.last().getMatchingProperty();
        switch (parent(place)) {
            case ObjectNode object -> object.set(last, value);
            case ArrayNode array when last.equals("-") -> array.add(value);
            case ArrayNode array -> array.insert(Integer.parseInt(last), value);
            default -> throw new IllegalArgumentException("nothing can be put at " + place);
        }
    }

    private void remove(JsonPointer place) {
        var last = place.last().getMatchingProperty();
        switch (parent(place)) {
            case ObjectNode object -> object.remove(last);
            case ArrayNode array -> array.remove(Integer.parseInt(last));
            default -> throw new IllegalArgumentException("nothing can be removed at " + place);
        }
    }

    /// Collections are there from the start, with or without documents.
    private JsonNode parent(JsonPointer place) {
        var head = place.head();
        if (documents.at(head).isMissingNode() && head.head().matches()) {
            documents.set(head.getMatchingProperty(), TauTask.JSON.createObjectNode());
        }
        return documents.at(head);
    }

    /// The documents that are not as they should be at the end.
    List<String> wrong() {
        return task.last().entrySet().stream()
                .filter(document -> {
                    var found = documents.at(JsonPointer.compile(document.getKey()));
                    return document.getValue().isNull()
                            ? !found.isMissingNode()
                            : !same(document.getValue(), found);
                })
                .map(document ->
                        "%s is %s and should be %s"
                                .formatted(
                                        document.getKey(),
                                        documents.at(JsonPointer.compile(document.getKey())),
                                        document.getValue()))
                .toList();
    }

    /// How often each action was applied, from the file.
    Map<String, Integer> counts() {
        var counts = new HashMap<String, Integer>();
        try {
            if (Files.exists(counter)) {
                Files.readAllLines(counter).forEach(id -> counts.merge(id, 1, Integer::sum));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return counts;
    }

    /// Equal, numbers by their value.
    private static boolean same(JsonNode one, JsonNode other) {
        return one.equals(
                (first, second) ->
                        first.isNumber() && second.isNumber()
                                ? first.decimalValue().compareTo(second.decimalValue())
                                : first.equals(second) ? 0 : 1,
                other);
    }
}
