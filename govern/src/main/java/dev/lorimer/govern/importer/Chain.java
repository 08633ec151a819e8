package dev.lorimer.govern.importer;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Calls one after the other, as in `classes().that().resideInAPackage("..")`.
record Chain(List<Call> calls) {
    record Call(String name, List<? extends ExpressionTree> arguments) {
        ExpressionTree only() {
            if (arguments.size() != 1) {
                throw new Untranslated("\"%s\" has %s arguments".formatted(name, arguments.size()));
            }
            return arguments.getFirst();
        }
    }

    static Chain of(ExpressionTree expression) {
        var calls = new ArrayList<Call>();
        var at = expression;
        while (at instanceof MethodInvocationTree call) {
            switch (call.getMethodSelect()) {
                case MemberSelectTree select -> {
                    calls.add(new Call(select.getIdentifier().toString(), call.getArguments()));
                    at = select.getExpression();
                }
                case IdentifierTree name -> {
                    calls.add(new Call(name.getName().toString(), call.getArguments()));
                    at = name;
                }
                default -> throw new Untranslated("it calls what can't be read");
            }
        }
        Collections.reverse(calls);
        return new Chain(List.copyOf(calls));
    }

    String root() {
        return calls.isEmpty() ? "" : calls.getFirst().name();
    }

    boolean has(String name) {
        return calls.stream().anyMatch(call -> call.name().equals(name));
    }
}
