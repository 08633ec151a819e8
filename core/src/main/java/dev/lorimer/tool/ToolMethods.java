package dev.lorimer.tool;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Annotated methods as tools.
final class ToolMethods {
    private ToolMethods() {}

    static List<Tool> of(Object object) {
        List<Tool> tools =
                Arrays.stream(object.getClass().getMethods())
                        .filter(method -> method.isAnnotationPresent(ToolMethod.class))
                        .filter(method -> !method.isBridge())
                        .map(method -> tool(object, method))
                        .sorted(Comparator.comparing(Tool::name))
                        .toList();
        if (tools.isEmpty()) {
            throw new IllegalArgumentException(
                    "\"%s\" has no public method annotated with ToolMethod; annotate those that shall be tools"
                            .formatted(object.getClass().getName()));
        }
        for (int i = 1; i < tools.size(); i++) {
            if (tools.get(i - 1).name().equals(tools.get(i).name())) {
                throw new IllegalArgumentException(
                        "two methods make a tool \"%s\"; give one of them another name"
                                .formatted(tools.get(i).name()));
            }
        }
        return tools;
    }

    private static Tool tool(Object object, Method method) {
        ToolMethod declared = method.getAnnotation(ToolMethod.class);
        if (!method.trySetAccessible()) {
            throw new IllegalArgumentException(
                    "the method \"%s\" can not be reached; make its class public in an exported package, or open the package to dev.lorimer.core"
                            .formatted(method.getName()));
        }
        List<Parameter> parameters = parameters(method);
        String name = declared.name().isEmpty() ? method.getName() : declared.name();
        var recourse = new RecourseMethods(name, object, method);
        var deeds =
                new Deeds<List<Object>>(
                        (values, attempt) -> result(call(object, method, values, attempt)),
                        recourse.probe(declared.probe()),
                        recourse.undo(declared.undo()));
        Deeds.check(
                name, declared.effect(), deeds.probing().isPresent(), deeds.undoing().isPresent());
        return new DeclaredTool<>(
                name,
                declared.description(),
                Schemas.of(parameters).toString(),
                arguments -> read(parameters, arguments),
                (_, call) -> declared.effect().effect(call),
                deeds);
    }

    private static List<Parameter> parameters(Method method) {
        var parameters = new ArrayList<Parameter>();
        for (var parameter : method.getParameters()) {
            if (parameter.getType() != Tool.Attempt.class) {
                if (!parameter.isNamePresent()) {
                    throw new IllegalArgumentException(
                            "the parameters of method \"%s\" have no names; compile its class with -parameters"
                                    .formatted(method.getName()));
                }
                parameters.add(Parameter.of(parameter));
            }
        }
        return parameters;
    }

    private static List<Object> read(List<Parameter> parameters, ObjectNode arguments) {
        return parameters.stream().map(parameter -> parameter.read(arguments)).toList();
    }

    private static @Nullable Object call(
            Object object, Method method, List<Object> values, Tool.Attempt attempt)
            throws Exception {
        var all = new ArrayList<Object>();
        var given = values.iterator();
        for (Class<?> type : method.getParameterTypes()) {
            all.add(type == Tool.Attempt.class ? attempt : given.next());
        }
        return invoke(object, method, all);
    }

    /// @throws Exception what the method throws
    static @Nullable Object invoke(Object object, Method method, List<Object> arguments)
            throws Exception {
        try {
            return method.invoke(object, arguments.toArray());
        } catch (InvocationTargetException e) {
            switch (e.getCause()) {
                case Exception thrown -> throw thrown;
                case Error error -> throw error;
                case null, default -> throw e;
            }
        }
    }

    /// What a method returned, as a result.
    static Tool.Result result(@Nullable Object value) {
        return switch (value) {
            case null -> Tool.Result.done("done");
            case Tool.Result result -> result;
            case CharSequence text -> Tool.Result.done(text.toString());
            default -> Tool.Result.done(Json.MAPPER.writeValueAsString(value));
        };
    }
}
