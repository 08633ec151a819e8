package dev.lorimer.app;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What commands of a run see of the user's environment: enough to find programs, nothing that is a
/// secret.
final class CommandEnvironment {
    private static final List<String> KEPT =
            List.of(
                    "PATH",
                    "HOME",
                    "USER",
                    "LOGNAME",
                    "LANG",
                    "LC_ALL",
                    "LC_CTYPE",
                    "TZ",
                    "JAVA_HOME");

    private CommandEnvironment() {}

    /// JAVA_HOME is the user's; where there is none, the JDK that Lorimer itself runs on, so that a
    /// build finds one at least as new.
    static Map<String, String> of(Console console) {
        var kept = new TreeMap<String, String>();
        for (var name : KEPT) {
            console.variable(name).ifPresent(value -> kept.put(name, value));
        }
        kept.putIfAbsent("PATH", "/usr/local/bin:/usr/bin:/bin");
        kept.putIfAbsent("HOME", console.userHome().toString());
        kept.putIfAbsent("LANG", "C.UTF-8");
        kept.putIfAbsent("JAVA_HOME", System.getProperty("java.home"));
        kept.put("TERM", "dumb");
        return kept;
    }
}
