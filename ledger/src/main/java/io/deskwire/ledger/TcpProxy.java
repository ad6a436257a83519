package io.deskwire.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A port that stays while what is behind it comes and goes. Spreads connections over those that are there, and can stall or
 * reset what passes.
 */
final class TcpProxy implements AutoCloseable {

    private final ServerSocket listener;
    private final List<InetSocketAddress> backends = new CopyOnWriteArrayList<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger turn = new AtomicInteger();
    private final Object change = new Object();
    private boolean stalled;
    private volatile int resetAfter = -1;

    TcpProxy() {
        try {
            listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread(this::accept);
    }

    /** With one server behind it from the start. */
    TcpProxy(int port) {
        this();
        add(port);
    }

    int port() {
        return listener.getLocalPort();
    }

    void add(int port) {
        backends.add(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    void remove(int port) {
        backends.removeIf(backend -> backend.getPort() == port);
    }

    boolean isServed() {
        return !backends.isEmpty();
    }

    /** Holds every byte back until it is told otherwise. */
    void stall(boolean on) {
        synchronized (change) {
            stalled = on;
            change.notifyAll();
        }
    }

    /** Resets every connection, and new ones after so many bytes of answers; below 0: none. */
    void resetAfter(int bytes) {
        resetAfter = bytes;
        if (bytes >= 0) {
            sockets.forEach(TcpProxy::reset);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                List<InetSocketAddress> all = List.copyOf(backends);
                if (all.isEmpty()) {
                    reset(client);
                    continue;
                }
                InetSocketAddress target = all.get(Math.floorMod(turn.getAndIncrement(), all.size()));
                thread(() -> join(client, target));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private void join(Socket client, InetSocketAddress target) {
        Socket server = new Socket();
        sockets.add(client);
        sockets.add(server);
        try {
            server.connect(target, 5000);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            thread(() -> pipe(client, server, false));
            pipe(server, client, true);
        } catch (IOException e) {
            reset(client);
            sockets.remove(client);
            sockets.remove(server);
        }
    }

    private void pipe(Socket from, Socket to, boolean answers) {
        byte[] buffer = new byte[16 * 1024];
        long passed = 0;
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                awaitFlow();
                passed += n;
                int most = resetAfter;
                if (answers && most >= 0 && passed > most) {
                    reset(from);
                    reset(to);
                    return;
                }
                out.write(buffer, 0, n);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            reset(from);
            reset(to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (answers) {
                close(from);
                close(to);
            }
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private void awaitFlow() throws InterruptedException {
        synchronized (change) {
            while (stalled) {
                change.wait();
            }
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // Closed already.
        }
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    private static void thread(Runnable task) {
        Thread thread = new Thread(task, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        stall(false);
        sockets.forEach(TcpProxy::close);
    }
}
