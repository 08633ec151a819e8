package dev.lorimer.models;

import dev.lorimer.model.Request;

/// The form of a reply in words, for models whose servers can not hold them to it.
final class FormWords {
    private FormWords() {}

    /// An instruction to be put behind the system text.
    static String of(Request.Form form) {
        return "Your final answer is one JSON value that is valid under the JSON Schema below:"
                + " nothing before it, nothing after it, no code fence.\n"
                + form.schema();
    }
}
