package dev.lorimer.tool;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Makes a public method a tool, see [Tools#from]. Its parameters are the arguments, by their names
/// (compile with `-parameters`); one of type [Tool.Attempt] gets the attempt and is no argument.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface ToolMethod {
    /// What it does and when to use it, for the model.
    String description();

    /// The method's own name when empty.
    String name() default "";

    /// What happens when the process dies during the call. Undeclared, nobody knows.
    EffectClass effect() default EffectClass.OPAQUE;
}
