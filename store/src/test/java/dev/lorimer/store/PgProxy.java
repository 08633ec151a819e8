package dev.lorimer.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands between a journal and its server and cuts all connections at a chosen place of the
/// traffic, once.
final class PgProxy implements AutoCloseable {
    private final ServerSocket door;
    private final int serverPort;
    private final AtomicInteger left;
    private final boolean before;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    /// @param cut after so many pieces of traffic, both ways counted together
    /// @param before whether the piece itself is lost
    PgProxy(int serverPort, int cut, boolean before) throws IOException {
        this.serverPort = serverPort;
        this.left = new AtomicInteger(cut);
        this.before = before;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /// Whether the cut was made.
    boolean hasCut() {
        return left.get() <= 0;
    }

    @Override
    public void close() throws IOException {
        door.close();
        cutAll();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                var server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                sockets.add(client);
                sockets.add(server);
                Thread.startVirtualThread(() -> pump(client, server));
                Thread.startVirtualThread(() -> pump(server, client));
            } catch (IOException _) {
                // The door was closed, or the server is away: the client sees it.
            }
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[64 << 10];
        try {
            int length = from.getInputStream().read(buffer);
            while (length >= 0) {
                boolean cut = left.decrementAndGet() == 0;
                if (!cut || !before) {
                    to.getOutputStream().write(buffer, 0, length);
                    to.getOutputStream().flush();
                }
                if (cut) {
                    cutAll();
                }
                length = from.getInputStream().read(buffer);
            }
        } catch (IOException _) {
            // It was cut.
        }
        end(from);
        end(to);
    }

    private void cutAll() {
        sockets.forEach(PgProxy::end);
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
