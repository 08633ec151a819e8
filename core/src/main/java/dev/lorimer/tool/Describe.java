package dev.lorimer.tool;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Says what an argument means, for the model; it becomes `description` in the tool's schema.
///
/// ```java
/// record Weather(
///         @Describe("city name") String city,
///         @Describe(value = "days ahead", schema = "{\"minimum\": 1}") Optional<Integer> days) {}
/// ```
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER})
public @interface Describe {
    /// What it means: a few words, with the unit.
    String value();

    /// A JSON object whose members are added to the argument's schema, over those made from its
    /// type, for example `{"minimum": 1}`.
    String schema() default "{}";
}
