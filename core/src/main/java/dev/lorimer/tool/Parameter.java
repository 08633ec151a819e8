package dev.lorimer.tool;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One argument of a tool: a component of a record or a parameter of a method.
///
/// @param type its Java type, `Optional` included
record Parameter(String name, Type type, Optional<Describe> describe) {

    static Parameter of(RecordComponent component) {
        // Annotations of a component are found on its field, as JsonProperty does not name
        // components as a target.
        try {
            var field = component.getDeclaringRecord().getDeclaredField(component.getName());
            return of(component.getName(), component.getGenericType(), field);
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("a record has a field for each component", e);
        }
    }

    static Parameter of(java.lang.reflect.Parameter parameter) {
        return of(parameter.getName(), parameter.getParameterizedType(), parameter);
    }

    private static Parameter of(String name, Type type, AnnotatedElement element) {
        JsonProperty other = element.getAnnotation(JsonProperty.class);
        return new Parameter(
                other == null || other.value().isEmpty() ? name : other.value(),
                type,
                Optional.ofNullable(element.getAnnotation(Describe.class)));
    }

    static boolean isOptional(Class<?> type) {
        return type == Optional.class
                || type == OptionalInt.class
                || type == OptionalLong.class
                || type == OptionalDouble.class;
    }

    boolean optional() {
        return isOptional(rawType());
    }

    Class<?> rawType() {
        return Json.MAPPER.constructType(type).getRawClass();
    }

    /// The type without `Optional`.
    Type valueType() {
        return rawType() == Optional.class && type instanceof ParameterizedType generic
                ? generic.getActualTypeArguments()[0]
                : type;
    }

    /// The argument's value as its Java type.
    ///
    /// @throws Tool.BadArguments when there is none, or it has no such value
    Object read(ObjectNode arguments) {
        JsonNode value = arguments.path(name);
        boolean absent = value.isMissingNode() || value.isNull();
        if (absent && optional()) {
            return absence();
        }
        if (value.isMissingNode()) {
            throw new Tool.BadArguments("\"" + name + "\" is missing");
        }
        try {
            Object read = Json.MAPPER.readerFor(Json.MAPPER.constructType(type)).readValue(value);
            if (read == null) {
                throw new Tool.BadArguments("\"" + name + "\" must not be null");
            }
            return read;
        } catch (JacksonException e) {
            throw new Tool.BadArguments(refusal(value, e));
        }
    }

    private Object absence() {
        Class<?> raw = rawType();
        if (raw == OptionalInt.class) {
            return OptionalInt.empty();
        }
        if (raw == OptionalLong.class) {
            return OptionalLong.empty();
        }
        return raw == OptionalDouble.class ? OptionalDouble.empty() : Optional.empty();
    }

    /// A record inside the arguments may refuse what it is given, with a message for the model; for
    /// the rest the library's words would name Java types.
    private String refusal(JsonNode value, JacksonException error) {
        var place = new StringBuilder(name);
        JsonNode at = value;
        for (var part : error.getPath()) {
            if (part.getPropertyName() == null) {
                place.append('[').append(part.getIndex()).append(']');
                at = at.path(part.getIndex());
            } else {
                place.append('.').append(part.getPropertyName());
                at = at.path(part.getPropertyName());
            }
        }
        String why =
                at.isNumber() ? " is out of range, got " : " is not of the form expected, got ";
        String got = Json.brief(at.isMissingNode() ? value : at, 80);
        return "\"%s\"%s".formatted(place, rejection(error).map(": "::concat).orElse(why + got));
    }

    private static Optional<String> rejection(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalArgumentException && cause.getMessage() != null) {
                return Optional.of(cause.getMessage());
            }
        }
        return Optional.empty();
    }
}
