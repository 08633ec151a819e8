package dev.lorimer.app;

import java.net.URI;
import java.util.Locale;

/// Servers as they are named in what is known of them.
final class Hosts {
    private Hosts() {}

    static String of(URI base) {
        var host = base.getHost().toLowerCase(Locale.ROOT);
        return base.getPort() < 0 ? host : host + ":" + base.getPort();
    }
}
