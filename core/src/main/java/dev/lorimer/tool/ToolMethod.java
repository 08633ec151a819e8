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

    /// Name of the public method that finds out whether an interrupted call took effect: needed
    /// when the effect is `RECONCILABLE`, possible when it is `COMPENSABLE`, else a mistake.
    ///
    /// Its parameters are some of the tool's, by name and type, and the attempt where it wants it.
    /// It returns a [Tool.Probe], a `boolean` (true: it took effect), or an `Optional` of what the
    /// call would have returned (empty: it did not). What it throws means that it can not tell.
    String probe() default "";

    /// Name of the public method that takes a call back: needed when the effect is `COMPENSABLE`,
    /// else a mistake. Parameters as for the probe.
    ///
    /// It returns a [Tool.Result], a `boolean` (true: nothing of the call is left), or anything
    /// else or nothing when it has done so. What it throws means that it has not.
    String undo() default "";
}
