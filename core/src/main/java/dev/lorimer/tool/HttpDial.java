package dev.lorimer.tool;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// Makes connections, to checked addresses only: a name is looked up once, and the very addresses
/// that were checked are connected to, so that a name whose address changes in between leads
/// nowhere else. (The JDK's HTTP client looks names up itself, which is why it is not used here.)
final class HttpDial {
    private final HostLookup lookup;
    private final SSLSocketFactory tls;

    HttpDial(HostLookup lookup, SSLSocketFactory tls) {
        this.lookup = lookup;
        this.tls = tls;
    }

    /// Blocks until the connection stands, TLS included. No proxy is used: it would choose the
    /// address.
    ///
    /// @param opened gets each raw connection before it blocks, to close it from another thread
    /// @param limit for each connection tried
    /// @throws IOException in words for the model; nothing of the request was sent
    Socket open(HttpUrl url, boolean internal, Duration limit, Consumer<Socket> opened)
            throws IOException {
        IOException failure = new IOException("it has no address");
        for (InetAddress address : checked(url, internal)) {
            // The connection outlives this method when all goes well.
            @SuppressWarnings("AddressSelection") // one of the checked addresses, as it must be
            var target = new InetSocketAddress(address, url.port());
            var socket = new Socket(Proxy.NO_PROXY);
            opened.accept(socket);
            try {
                socket.setTcpNoDelay(true);
                socket.connect(target, Math.clamp(limit.toMillis(), 1, Integer.MAX_VALUE));
                return url.https() ? secured(socket, url) : socket;
            } catch (IOException e) {
                socket.close();
                failure = e;
            }
        }
        throw failure;
    }

    private List<InetAddress> checked(HttpUrl url, boolean internal) throws IOException {
        List<InetAddress> found = url.literal().map(List::of).orElse(List.of());
        if (found.isEmpty()) {
            try {
                found = lookup.addresses(url.host());
            } catch (UnknownHostException e) {
                throw new IOException("the host \"" + url.host() + "\" is not known", e);
            }
        }
        var checked = new ArrayList<InetAddress>();
        for (InetAddress address : found) {
            Optional<String> refusal =
                    internal ? Optional.empty() : InternalAddresses.refusal(address);
            if (refusal.isPresent()) {
                // One is enough to refuse them all: an honest host does not mix.
                throw new IOException(
                        "the host \"%s\" is at %s, which is no public address (%s)"
                                .formatted(url.host(), address.getHostAddress(), refusal.get()));
            }
            // Made anew from its bytes, so that nothing can look anything up any more.
            checked.add(InetAddress.getByAddress(url.host(), address.getAddress()));
        }
        return checked;
    }

    private SSLSocket secured(Socket socket, HttpUrl url) throws IOException {
        String name = url.host().replace("[", "").replace("]", "");
        var secured = (SSLSocket) tls.createSocket(socket, name, url.port(), true);
        var parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        if (url.literal().isEmpty()) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        secured.setSSLParameters(parameters);
        try {
            secured.startHandshake();
            return secured;
        } catch (IOException e) {
            throw new IOException("no TLS connection: " + HttpReader.why(e), e);
        }
    }
}
