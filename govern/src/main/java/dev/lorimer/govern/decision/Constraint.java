package dev.lorimer.govern.decision;

import java.util.List;

/// One rule of a decision, in a form that can be evaluated.
///
/// @param id the decision's id and the rule's own, as in `D-0007#no-gson`
/// @param remedy how to comply, in the decision's words; empty when it says nothing
public record Constraint(
        String id, Rule rule, Scope scope, Terms terms, String remedy, List<Example> examples) {}
