package io.deskwire.app.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testkit.SettableClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlowBodiesTest {

    private final SettableClock clock = SettableClock.at(Instant.parse("2026-03-02T12:00:00Z"));
    private final BlockingQueue<Integer> arrived = new ArrayBlockingQueue<>(100);
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    @BeforeEach
    void start() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        SlowBodies slow = new SlowBodies(clock);
        slow.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws IOException {
                int all = 0;
                try (var body = Content.Source.asInputStream(request)) {
                    byte[] some = new byte[100_000];
                    for (int n = body.read(some); n >= 0; n = body.read(some)) {
                        all += n;
                        arrived.add(n);
                    }
                }
                Content.Sink.write(response, true, "took " + all, callback);
                return true;
            }
        });
        server.setHandler(slow);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void a_short_body_may_take_the_time_of_a_busy_machine() throws Exception {
        try (Socket socket = request(3)) {
            send(socket, "a");
            clock.advance(SlowBodies.PATIENCE);
            send(socket, "b");
            clock.advance(Duration.ofHours(1));
            socket.getOutputStream().write('c');

            assertThat(answer(socket)).startsWith("HTTP/1.1 200").endsWith("took 3");
        }
    }

    @Test
    void a_body_that_drips_for_longer_is_refused() throws Exception {
        try (Socket socket = request(1_000_000)) {
            send(socket, "a".repeat(5_000));
            clock.advance(SlowBodies.PATIENCE.plusSeconds(1));
            socket.getOutputStream().write('b');

            assertThat(answer(socket)).startsWith("HTTP/1.1 408");
        }
    }

    @Test
    void a_long_body_at_a_decent_pace_is_taken_however_long_it_lasts() throws Exception {
        try (Socket socket = request(5 * 50_000)) {
            for (int i = 0; i < 5; i++) {
                send(socket, "a".repeat(50_000));
                clock.advance(Duration.ofSeconds(20));
            }

            assertThat(answer(socket)).startsWith("HTTP/1.1 200").endsWith("took 250000");
        }
    }

    private Socket request(int length) throws IOException {
        Socket socket = new Socket("127.0.0.1", connector.getLocalPort());
        socket.setSoTimeout(60_000);
        OutputStream out = socket.getOutputStream();
        out.write(("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: " + length + "\r\n\r\n")
                .getBytes(US_ASCII));
        return socket;
    }

    /** Sends and waits until all of it was read. */
    private void send(Socket socket, String text) throws Exception {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
        for (int left = text.length(); left > 0; ) {
            Integer some = arrived.poll(60, TimeUnit.SECONDS);
            assertThat(some).isNotNull();
            left -= some;
        }
    }

    private static String answer(Socket socket) throws IOException {
        StringBuilder all = new StringBuilder();
        BufferedReader lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            all.append(line).append('\n');
        }
        return all.toString().strip();
    }
}
