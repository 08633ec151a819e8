package dev.lorimer.tool;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Arguments as a record: its components are their names and types, and its constructor may refuse
/// values with an [IllegalArgumentException], whose message goes to the model.
record ArgumentRecord<A extends Record>(Constructor<A> constructor, List<Parameter> parameters) {

    static <A extends Record> ArgumentRecord<A> of(Class<A> type) {
        var components = type.getRecordComponents();
        var types =
                Arrays.stream(components)
                        .map(component -> component.getType())
                        .toArray(Class<?>[]::new);
        try {
            Constructor<A> constructor = type.getDeclaredConstructor(types);
            if (!constructor.trySetAccessible()) {
                throw new IllegalArgumentException(
                        "the record \"%s\" can not be reached; make it public in an exported package, or open its package to dev.lorimer.core"
                                .formatted(type.getName()));
            }
            return new ArgumentRecord<>(
                    constructor, Stream.of(components).map(Parameter::of).toList());
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("a record has its canonical constructor", e);
        }
    }

    String schema() {
        return Schemas.of(parameters).toString();
    }

    A read(ObjectNode arguments) {
        Object[] values = parameters.stream().map(parameter -> parameter.read(arguments)).toArray();
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw refusal(e.getCause());
        } catch (InstantiationException | IllegalAccessException e) {
            throw new IllegalStateException("the record could not be made", e);
        }
    }

    private static RuntimeException refusal(@Nullable Throwable cause) {
        return switch (cause) {
            case Tool.BadArguments bad -> bad;
            case IllegalArgumentException bad when bad.getMessage() != null ->
                    new Tool.BadArguments(bad.getMessage());
            case RuntimeException other -> other;
            case Error error -> throw error;
            case null, default -> new IllegalStateException("the record could not be made", cause);
        };
    }
}
