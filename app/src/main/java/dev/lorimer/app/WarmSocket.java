package dev.lorimer.app;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;

/// Where the warm judge listens, and who may speak there: one socket for each user and each build,
/// in a folder that nobody else may enter.
final class WarmSocket {
    /// Linux takes 108 bytes with the closing zero, macOS 104.
    private static final int PATH_BYTES_MAX = 100;

    private WarmSocket() {}

    /// The folder that a socket lies in.
    static Path folder(Path socket) {
        return socket.toAbsolutePath().resolveSibling("").normalize();
    }

    static Path path(Console console) {
        return new Homes(console).state().resolve("warm").resolve("judge");
    }

    /// Empty where the path is too long for a socket.
    static Optional<UnixDomainSocketAddress> address(Console console) {
        var path = path(console);
        return path.toString().getBytes(StandardCharsets.UTF_8).length > PATH_BYTES_MAX
                ? Optional.empty()
                : Optional.of(UnixDomainSocketAddress.of(path));
    }

    /// Version and build of this process: the answers of another build would be other answers.
    static String speaker() {
        return Main.NAME_AND_VERSION
                + " protocol 1 java "
                + Runtime.version()
                + " "
                + System.getProperty("lorimer.dist", "-")
                + " "
                + built();
    }

    private static String built() {
        try {
            var source = Main.class.getProtectionDomain().getCodeSource().getLocation().toURI();
            return Files.getLastModifiedTime(Path.of(source)).toString();
        } catch (IOException | URISyntaxException e) {
            return "unknown";
        }
    }

    /// Whether the other end of the socket belongs to the user of this process.
    static boolean isOwn(SocketChannel channel, Path folder) throws IOException {
        var other = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
        return other.equals(Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS));
    }
}
