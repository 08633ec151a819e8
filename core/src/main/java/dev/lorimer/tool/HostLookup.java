package dev.lorimer.tool;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Finds the addresses of a host name. Asked once for each request: what it answers is checked, and
/// only what was checked is connected to.
public interface HostLookup {
    /// Blocks; in the order in which they are to be tried.
    ///
    /// @throws UnknownHostException when there are none
    List<InetAddress> addresses(String host) throws UnknownHostException;

    /// The machine's own.
    static HostLookup system() {
        return host -> List.of(InetAddress.getAllByName(host));
    }
}
