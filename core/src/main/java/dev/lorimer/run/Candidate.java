package dev.lorimer.run;

import dev.lorimer.context.Window;
import dev.lorimer.model.Model;
import dev.lorimer.route.Option;
import dev.lorimer.route.Rule;

/// A model that may serve a run.
///
/// @param name in the route and in the journal; must stay the same as long as runs go on with it
/// @param stronger one to escalate to when the checks fail again and again
public record Candidate(String name, Model model, Window window, Rule rule, boolean stronger) {
    /// One that may serve any request.
    public Candidate(String name, Model model, Window window) {
        this(name, model, window, Rule.always(), false);
    }

    Option option() {
        return new Option(name, rule, stronger);
    }
}
