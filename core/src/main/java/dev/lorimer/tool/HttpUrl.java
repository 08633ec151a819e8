package dev.lorimer.tool;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/// Where a request goes, read strictly: what two readers could read differently is refused.
///
/// @param https false means plain `http`
/// @param host lower case; an IPv6 address in brackets
/// @param target path and query as they are sent
record HttpUrl(boolean https, String host, int port, String target) {
    /// Servers commonly refuse a head line of more than 8 KB.
    private static final int CHARS_MAX = 8_000;

    private static final int PORT_MAX = 65_535;

    /// RFC 1035.
    private static final int HOST_CHARS_MAX = 253;

    private static final int LABEL_CHARS_MAX = 63;

    /// @throws Tool.BadArguments saying what does not fit
    static HttpUrl of(String text) {
        if (text.length() > CHARS_MAX) {
            throw bad(
                    text,
                    "has %d characters, more than %d; put data into the body"
                            .formatted(text.length(), CHARS_MAX));
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7F || c == '\\') {
                throw bad(
                        text,
                        "contains U+%04X at %d; percent-encode it, and write a host in its ASCII form"
                                .formatted((int) c, i + 1));
            }
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw bad(text, "is no URL: " + e.getReason().toLowerCase(Locale.ROOT));
        }
        return of(text, uri);
    }

    private static HttpUrl of(String text, URI uri) {
        String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        String authority = Optional.ofNullable(uri.getRawAuthority()).orElse("");
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw bad(text, "does not start with https:// or http://; write it whole");
        }
        if (authority.isEmpty()) {
            throw bad(text, "names no host; write it after the //");
        }
        if (authority.indexOf('@') >= 0) {
            throw bad(
                    text,
                    "carries a user name before its host; leave it out, up to and with the @");
        }
        boolean https = scheme.equals("https");
        int colon = authority.indexOf(':', authority.lastIndexOf(']') + 1);
        int port = colon < 0 ? standardPort(https) : port(text, authority.substring(colon + 1));
        String path = Optional.ofNullable(uri.getRawPath()).orElse("");
        checkPath(text, path);
        String query = Optional.ofNullable(uri.getRawQuery()).map("?"::concat).orElse("");
        return new HttpUrl(
                https,
                host(colon < 0 ? authority : authority.substring(0, colon)),
                port,
                (path.isEmpty() ? "/" : path) + query);
    }

    static int standardPort(boolean https) {
        return https ? 443 : 80;
    }

    private static int port(String text, String digits) {
        boolean number = digits.matches("[0-9]{1,5}");
        int port = number ? Integer.parseInt(digits) : 0;
        if (port < 1 || port > PORT_MAX) {
            throw bad(text, "has a port that is not 1 to 65535");
        }
        return port;
    }

    /// Servers do not agree on what `..` leads to, and rules about paths must hold all the same.
    private static void checkPath(String text, String path) {
        String plain =
                path.replaceAll("(?i)%2e", ".")
                        .replaceAll("(?i)%2f", "/")
                        .replaceAll("(?i)%5c", "/");
        for (String segment : plain.split("/", -1)) {
            // What follows a semicolon is a parameter to some servers, and they cut it off first.
            String name = segment.split(";", 2)[0];
            if (name.equals(".") || name.equals("..")) {
                throw bad(text, "has a path with \".\" or \"..\" in it; write where it leads to");
            }
        }
    }

    /// The one form of a host name or address in which hosts are compared.
    ///
    /// @throws Tool.BadArguments when it is neither
    static String host(String written) {
        String host = written.toLowerCase(Locale.ROOT);
        if (host.startsWith("[") && host.endsWith("]")) {
            return shown(address(host, host.substring(1, host.length() - 1)));
        }
        if (host.length() > HOST_CHARS_MAX) {
            throw badHost(host, "is longer than any host name can be");
        }
        String[] labels = host.split("\\.", -1);
        for (String label : labels) {
            if (!label.matches("[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?")
                    || label.length() > LABEL_CHARS_MAX) {
                throw badHost(host, "is no host name");
            }
        }
        if (labels[labels.length - 1].matches("[0-9]+|0x[0-9a-f]*")) {
            checkDotted(host);
        }
        return host;
    }

    /// Programs read `127.1`, `0177.0.0.1` and `2130706433` in different ways: four numbers without
    /// leading zeros all read alike.
    private static void checkDotted(String host) {
        if (!host.matches("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}")) {
            throw badHost(
                    host, "is an address in an unusual form; write four numbers from 0 to 255");
        }
        address(host, host);
    }

    private static InetAddress address(String host, String literal) {
        try {
            if (literal.indexOf('%') < 0) {
                return InetAddress.ofLiteral(literal);
            }
        } catch (IllegalArgumentException e) {
            throw badHost(host, "is no address");
        }
        throw badHost(host, "names a network interface; write the address alone");
    }

    private static String shown(InetAddress address) {
        return address instanceof Inet4Address
                ? address.getHostAddress()
                : "[" + address.getHostAddress() + "]";
    }

    /// The address itself where the host is one.
    Optional<InetAddress> literal() {
        if (host.startsWith("[")) {
            return Optional.of(InetAddress.ofLiteral(host.substring(1, host.length() - 1)));
        }
        // A name's last label is never a number, see above.
        return host.matches("[0-9.]+")
                ? Optional.of(InetAddress.ofLiteral(host))
                : Optional.empty();
    }

    /// What a `Location` header points at, seen from here.
    ///
    /// @throws Tool.BadArguments when it points at nothing that can be asked for
    HttpUrl resolve(String location) {
        try {
            // Java resolves a query alone by an older standard than RFC 3986.
            return location.startsWith("?")
                    ? of((https ? "https://" : "http://") + authority() + path() + location)
                    : of(new URI(toString()).resolve(new URI(location)).toString());
        } catch (URISyntaxException e) {
            throw bad(location, "is no URL");
        }
    }

    /// Scheme, host and port are the same: what one may be told, the other may.
    boolean sameOrigin(HttpUrl other) {
        return https == other.https && host.equals(other.host) && port == other.port;
    }

    /// As in the `Host` header.
    String authority() {
        return port == standardPort(https) ? host : host + ":" + port;
    }

    String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    @Override
    public String toString() {
        return (https ? "https://" : "http://") + authority() + target;
    }

    private static Tool.BadArguments bad(String url, String why) {
        return new Tool.BadArguments("the URL \"%s\" %s".formatted(ResultText.line(url, 200), why));
    }

    private static Tool.BadArguments badHost(String host, String why) {
        return new Tool.BadArguments(
                "the host \"%s\" %s".formatted(ResultText.line(host, 200), why));
    }
}
