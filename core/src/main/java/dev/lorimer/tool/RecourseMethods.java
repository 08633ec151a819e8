package dev.lorimer.tool;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The methods that an annotated tool method names as its probe and its undo.
///
/// @param performing the tool method itself
record RecourseMethods(String tool, Object object, Method performing) {

    /// @param name empty when there is none
    Optional<Tools.Probing<List<Object>>> probe(String name) {
        return found("probe", name)
                .map(method -> {
                    checkProbeReturns(method);
                    return (values, attempt) -> answer(method, call(method, values, attempt));
                });
    }

    /// @param name empty when there is none
    Optional<Tools.Undoing<List<Object>>> undo(String name) {
        return found("undo", name)
                .map(method -> (values, attempt) -> undone(method, call(method, values, attempt)));
    }

    private static Tool.Result undone(Method method, @Nullable Object returned) {
        return switch (returned) {
            case Boolean nothingLeft ->
                    nothingLeft
                            ? Tool.Result.done("nothing of the call is left")
                            : Tool.Result.failed(
                                    "\"%s\" says that something of the call is left"
                                            .formatted(method.getName()));
            case null, default -> ToolMethods.result(returned);
        };
    }

    private Optional<Method> found(String role, String name) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        List<Method> named =
                Arrays.stream(object.getClass().getMethods())
                        .filter(method -> method.getName().equals(name) && !method.isBridge())
                        .toList();
        if (named.size() != 1) {
            throw mistake(
                    role,
                    name,
                    named.isEmpty()
                            ? "which is no public method of its class; write it, or correct the name"
                            : "of which its class has %d; rename all but one"
                                    .formatted(named.size()));
        }
        Method method = named.getFirst();
        if (!method.trySetAccessible()) {
            throw mistake(role, name, "which can not be reached; make it public");
        }
        for (Parameter parameter : method.getParameters()) {
            checkTaken(role, method, parameter);
        }
        return Optional.of(method);
    }

    private void checkTaken(String role, Method method, Parameter parameter) {
        if (parameter.getType() != Tool.Attempt.class && indexOf(parameter) < 0) {
            throw mistake(
                    role,
                    method.getName(),
                    "whose parameter \"%s\" is none of the tool's; it may take %s, and the attempt"
                            .formatted(shown(parameter), offered()));
        }
    }

    private String offered() {
        String parameters =
                arguments().stream()
                        .map(RecourseMethods::shown)
                        .collect(Collectors.joining(", ", "\"", "\""));
        return arguments().isEmpty() ? "no argument" : parameters;
    }

    private static String shown(Parameter parameter) {
        return parameter.getType().getSimpleName() + " " + parameter.getName();
    }

    private List<Parameter> arguments() {
        return Arrays.stream(performing.getParameters())
                .filter(parameter -> parameter.getType() != Tool.Attempt.class)
                .toList();
    }

    private int indexOf(Parameter wanted) {
        List<Parameter> arguments = arguments();
        for (int i = 0; i < arguments.size(); i++) {
            Parameter one = arguments.get(i);
            if (one.getName().equals(wanted.getName())
                    && one.getParameterizedType().equals(wanted.getParameterizedType())) {
                return i;
            }
        }
        return -1;
    }

    private void checkProbeReturns(Method method) {
        Class<?> type = method.getReturnType();
        if (!Tool.Probe.class.isAssignableFrom(type)
                && type != Optional.class
                && type != boolean.class) {
            throw mistake(
                    "probe",
                    method.getName(),
                    "which returns %s; let it return a boolean, an Optional or a Tool.Probe"
                            .formatted(type.getSimpleName()));
        }
    }

    private @Nullable Object call(Method method, List<Object> values, Tool.Attempt attempt)
            throws Exception {
        var all = new ArrayList<Object>();
        for (Parameter parameter : method.getParameters()) {
            all.add(
                    parameter.getType() == Tool.Attempt.class
                            ? attempt
                            : values.get(indexOf(parameter)));
        }
        return ToolMethods.invoke(object, method, all);
    }

    private static Tool.Probe answer(Method method, @Nullable Object returned) {
        return switch (returned) {
            case Tool.Probe probe -> probe;
            case Boolean happened ->
                    Tool.Probe.of(happened ? Optional.of("done") : Optional.empty());
            case Optional<?> result ->
                    result.<Tool.Probe>map(
                                    value -> new Tool.Probe.Happened(ToolMethods.result(value)))
                            .orElseGet(Tool.Probe.NotHappened::new);
            case null, default ->
                    new Tool.Probe.Unknown("\"%s\" returned nothing".formatted(method.getName()));
        };
    }

    private IllegalArgumentException mistake(String role, String name, String what) {
        return new IllegalArgumentException(
                "tool \"%s\" names \"%s\" as its %s, %s".formatted(tool, name, role, what));
    }
}
