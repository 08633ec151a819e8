package dev.lorimer.tool;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The addresses that no request from outside may be led to: everything that is not an ordinary
/// address of the public internet.
///
/// From IANA's registries of special-purpose addresses
/// (iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry) and of
/// multicast addresses. Of IPv6 only the global unicast block `2000::/3` is let through at all,
/// less what is special inside it. Blocks that carry an IPv4 address of anybody's choice are
/// refused whole, but for the one that DNS64 really uses, where the carried address is looked at.
final class InternalAddresses {
    private static final List<Range> RANGES =
            Stream.of(
                            "0.0.0.0/8 this network",
                            "10.0.0.0/8 private use",
                            "100.64.0.0/10 carrier-grade NAT",
                            "127.0.0.0/8 loopback",
                            "169.254.0.0/16 link-local",
                            "172.16.0.0/12 private use",
                            "192.0.0.0/24 protocol assignments",
                            "192.0.2.0/24 documentation",
                            "192.88.99.0/24 6to4 relays",
                            "192.168.0.0/16 private use",
                            "198.18.0.0/15 benchmarking",
                            "198.51.100.0/24 documentation",
                            "203.0.113.0/24 documentation",
                            "224.0.0.0/4 multicast",
                            "240.0.0.0/4 reserved",
                            // In no registry: a public address that Azure answers inside of its
                            // machines, with their settings and keys.
                            "168.63.129.16/32 cloud metadata",
                            "::/128 unspecified",
                            "::1/128 loopback",
                            "::/96 IPv4-compatible",
                            "::ffff:0:0:0/96 IPv4-translated",
                            "64:ff9b:1::/48 local NAT64",
                            "100::/64 discard-only",
                            "2001::/32 Teredo",
                            "2001::/23 protocol assignments",
                            "2001:db8::/32 documentation",
                            "2002::/16 6to4",
                            "3ffe::/16 former 6bone",
                            "3fff::/20 documentation",
                            "5f00::/16 segment routing",
                            "fc00::/7 unique local",
                            "fe80::/10 link-local",
                            "fec0::/10 site-local",
                            "ff00::/8 multicast")
                    .map(Range::of)
                    .toList();

    private static final Range GLOBAL_UNICAST = Range.of("2000::/3 global unicast");

    /// RFC 6052: what DNS64 answers in networks without IPv4; the last four bytes are the address.
    private static final Range NAT64 = Range.of("64:ff9b::/96 NAT64");

    /// RFC 5214: an interface identifier that starts like this ends with an IPv4 address.
    private static final int ISATAP = 0x5EFE;

    private InternalAddresses() {}

    /// Why the address may not be connected to, for example `127.0.0.0/8, loopback`; empty when it
    /// may.
    static Optional<String> refusal(InetAddress address) {
        byte[] bytes = unwrapped(address.getAddress());
        Optional<String> special =
                RANGES.stream()
                        .filter(range -> range.contains(bytes))
                        .findFirst()
                        .map(range -> range.text() + ", " + range.what());
        if (special.isPresent() || bytes.length == 4) {
            return special;
        }
        if (!GLOBAL_UNICAST.contains(bytes)) {
            return Optional.of("outside of 2000::/3, not public");
        }
        return isatap(bytes) ? Optional.of("an ISATAP address") : Optional.empty();
    }

    /// Java hands out IPv4-mapped addresses as IPv4 already, unless they were made by force.
    private static byte[] unwrapped(byte[] bytes) {
        boolean carries = bytes.length == 16 && (NAT64.contains(bytes) || mapped(bytes));
        return carries ? Arrays.copyOfRange(bytes, 12, 16) : bytes;
    }

    private static boolean mapped(byte[] bytes) {
        for (int i = 0; i < 10; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return bytes[10] == -1 && bytes[11] == -1;
    }

    private static boolean isatap(byte[] bytes) {
        boolean flagged = (bytes[8] & 0xFD) == 0 && bytes[9] == 0;
        return flagged && ((bytes[10] & 0xFF) << 8 | (bytes[11] & 0xFF)) == ISATAP;
    }

    /// A block of addresses of one family.
    ///
    /// @param text as it is written, for example `10.0.0.0/8`
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Range(String text, byte[] prefix, int bits, String what) {
        static Range of(String line) {
            int space = line.indexOf(' ');
            String text = line.substring(0, space);
            int slash = text.indexOf('/');
            return new Range(
                    text,
                    InetAddress.ofLiteral(text.substring(0, slash)).getAddress(),
                    Integer.parseInt(text.substring(slash + 1)),
                    line.substring(space + 1));
        }

        boolean contains(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit += 8) {
                int kept = Math.min(8, bits - bit);
                int mask = 0xFF << (8 - kept) & 0xFF;
                if (((address[bit / 8] ^ prefix[bit / 8]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
