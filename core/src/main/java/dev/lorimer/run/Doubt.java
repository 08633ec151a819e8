package dev.lorimer.run;

/// The identity of a call whose outcome nobody knows, so that an equal one is recognised.
final class Doubt {
    private Doubt() {}

    /// Tool name and arguments; two calls that differ in white space only are equal.
    static String of(Phase.Call call) {
        return call.request().name() + " " + canonical(call.request().arguments());
    }

    private static String canonical(String arguments) {
        return Json.readable(arguments).map(Object::toString).orElse(arguments);
    }
}
