package io.deskwire.adapter.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The largest file both ways in a process whose whole heap is smaller than the file. */
class LittleMemoryTest {

    @Test
    void the_largest_file_passes_through_a_small_heap_both_ways() throws Exception {
        AtomicLong uploaded = new AtomicLong();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", exchange -> answer(exchange, uploaded));
        server.start();
        try {
            String base = "http://127.0.0.1:" + server.getAddress().getPort();
            Process child = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx64m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            LargeFileBothWays.class.getName(),
                            base))
                    .redirectErrorStream(true)
                    .start();
            try {
                String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(child.exitValue()).as(said).isZero();
            } finally {
                child.destroyForcibly();
            }
            assertThat(uploaded.get()).isGreaterThan(MediaDownload.LARGEST);
        } finally {
            server.stop(0);
        }
    }

    private static void answer(HttpExchange exchange, AtomicLong uploaded) throws IOException {
        try (exchange) {
            switch (exchange.getRequestURI().getPath()) {
                case "/v25.0/77" ->
                    Scripted.json(
                            exchange,
                            200,
                            Map.of(
                                    "url",
                                    "http://127.0.0.1:"
                                            + exchange.getLocalAddress().getPort() + "/file"));
                case "/file" -> {
                    exchange.getResponseHeaders().add("Content-Type", "application/pdf");
                    exchange.sendResponseHeaders(200, MediaDownload.LARGEST);
                    byte[] block = new byte[1 << 20];
                    try (OutputStream out = exchange.getResponseBody()) {
                        for (long left = MediaDownload.LARGEST; left > 0; left -= block.length) {
                            out.write(block);
                        }
                    }
                }
                case "/v25.0/1/media" -> {
                    uploaded.set(MediaFetchTest.drain(exchange.getRequestBody()));
                    Scripted.json(exchange, 200, Map.of("id", "5"));
                }
                default -> {
                    MediaFetchTest.drain(exchange.getRequestBody());
                    Scripted.json(exchange, 200, Map.of("messages", List.of(Map.of("id", "wamid.A"))));
                }
            }
        }
    }
}
