package dev.lorimer.run;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// How a run ended.
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface Outcome {
    /// In words for people.
    String text();

    /// The model asked to finish and nothing stood against it.
    record Done(String text) implements Outcome {}

    record Failed(String text) implements Outcome {}

    record Cancelled(String text) implements Outcome {}

    /// A limit was reached.
    record Exhausted(String text) implements Outcome {}
}
