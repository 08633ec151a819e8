package dev.lorimer.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where a request may lead at all.
class HttpUrlTest {
    @ParameterizedTest
    @CsvSource({
        "https://api.example.org, https://api.example.org/",
        "HTTPS://API.Example.ORG:443/A?b=C#d, https://api.example.org/A?b=C",
        "http://h:80/x, http://h/x",
        "http://h:8080?q, http://h:8080/?q",
        "https://[2001:4860:4860::8888]:8443/, 'https://[2001:4860:4860:0:0:0:0:8888]:8443/'",
        "https://[::ffff:8.8.8.8]/, https://8.8.8.8/",
        "https://h/a%20b, https://h/a%20b",
    })
    void a_url_has_one_form(String written, String form) {
        assertThat(HttpUrl.of(written)).hasToString(form);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.org",
                "//example.org/",
                "ftp://example.org/",
                "file:///etc/passwd",
                "gopher://127.0.0.1:70/_x",
                "https:example.org",
                "https:///x",
                "https://",
                "https://user@example.org/",
                "https://user:pass@example.org/",
                "https://example.org@127.0.0.1/",
                "https://example.org\\@127.0.0.1/",
                "https://example.org:0/",
                "https://example.org:65536/",
                "https://example.org:/",
                "https://example.org:+80/",
                "https://example.org:80:80/",
                "https://example..org/",
                "https://example.org./",
                "https://-example.org/",
                "https://exa%6dple.org/",
                "https://ex ample.org/",
                "https://ex\tample.org/",
                "https://example.org/a b",
                "https://example.org/\r\nX: y",
                "https://example.org/\u0000",
                "https://\u0435xample.org/",
                "https://example.org/\u00e9",
                "https://[::1/",
                "https://[::1%25lo]/",
                "https://[fe80::1%eth0]/",
                "https://::1/",
                "https://[127.0.0.1]/x/../y",
                "https://example.org/a/../b",
                "https://example.org/a/%2e%2E/b",
                "https://example.org/a/..%2fb",
                "https://example.org/a/..;x/b",
                "https://example.org/a/..%5cb",
                "https://example.org/.",
            })
    void what_could_be_read_in_two_ways_is_refused(String url) {
        assertThatThrownBy(() -> HttpUrl.of(url))
                .isInstanceOf(Tool.BadArguments.class)
                .message()
                .startsWith("the ")
                .contains("\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2130706433",
                "017700000001",
                "0x7f000001",
                "0x7F.0.0.1",
                "0177.0.0.1",
                "127.1",
                "127.0.1",
                "127.0.0.01",
                "0127.0.0.1",
                "127.0.0.1.",
                "256.0.0.1",
                "1.2.3.4.5",
                "example.0x1",
                "0x",
            })
    void addresses_in_unusual_forms_are_refused(String host) {
        assertThatThrownBy(() -> HttpUrl.of("http://" + host + "/"))
                .isInstanceOf(Tool.BadArguments.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.100.100.200",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "168.63.129.16",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "239.255.255.250",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::127.0.0.1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::ffff:a9fe:a9fe",
                "::ffff:0:127.0.0.1",
                "64:ff9b::127.0.0.1",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:0:4136:e378:8000:63bf:3fff:fdd2",
                "2001:2::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "2002:a9fe:a9fe::1",
                "2607:f8b0::5efe:10.0.0.1",
                "2607:f8b0::200:5efe:127.0.0.1",
                "3ffe::1",
                "3fff::1",
                "4000::1",
                "5f00::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "febf::1",
                "fec0::1",
                "ff02::1",
            })
    void internal_addresses_are_known_in_every_form(String literal) {
        assertThat(InternalAddresses.refusal(InetAddress.ofLiteral(literal))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.1",
                "168.63.129.17",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "64:ff9b::8.8.8.8",
                "2001:200::1",
                "2001:4860:4860::8888",
                "2001:db7::1",
                "2001:db9::1",
                "2003::1",
                "2606:4700:4700::1111",
                "2a00:1450:4001::200e",
                "3fff:1000::1",
            })
    void public_addresses_up_to_the_borders_are_let_through(String literal) {
        assertThat(InternalAddresses.refusal(InetAddress.ofLiteral(literal))).isEmpty();
    }

    @Test
    void an_ipv4_address_forced_into_an_ipv6_one_is_found_too() throws UnknownHostException {
        byte[] mapped = new byte[16];
        mapped[10] = -1;
        mapped[11] = -1;
        mapped[12] = 127;
        mapped[15] = 1;
        InetAddress forced = Inet6Address.getByAddress("h", mapped, -1);
        assertThat(forced.getAddress()).hasSize(16);
        assertThat(InternalAddresses.refusal(forced)).contains("127.0.0.0/8, loopback");
    }

    @Test
    void a_redirect_is_resolved_and_read_as_strictly() {
        var from = HttpUrl.of("https://example.org/a/b?c");
        assertThat(from.resolve("d")).isEqualTo(HttpUrl.of("https://example.org/a/d"));
        assertThat(from.resolve("//other.org/x")).isEqualTo(HttpUrl.of("https://other.org/x"));
        assertThat(from.resolve("?e")).isEqualTo(HttpUrl.of("https://example.org/a/b?e"));
        assertThatThrownBy(() -> from.resolve("http://u@127.0.0.1/"))
                .isInstanceOf(Tool.BadArguments.class);
        assertThatThrownBy(() -> from.resolve("file:///etc/passwd"))
                .isInstanceOf(Tool.BadArguments.class);
        assertThatThrownBy(() -> from.resolve("a b")).isInstanceOf(Tool.BadArguments.class);
    }
}
