package io.deskwire.adapter.cloud.ses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.http.HttpTransport;
import io.deskwire.testkit.SettableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FetchedCertificatesTest {

    private final SettableClock clock = SettableClock.at(Vectors.NOW);
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile boolean held;
    private volatile int status = 200;
    private HttpServer server;
    private HttpTransport transport;
    private FetchedCertificates certificates;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        transport = new HttpTransport(EgressPolicy.privateAllowed());
        certificates = new FetchedCertificates(transport, clock);
    }

    @AfterEach
    void stop() {
        released.countDown();
        transport.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.add(exchange.getRequestURI().getPath());
            if (held && !released.await(30, TimeUnit.SECONDS)) {
                return;
            }
            byte[] body = status == 200 ? Vectors.bytes("sns-test-cert.pem") : new byte[] {'x'};
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private URI address(int number) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + number + ".pem");
    }

    private void refused(URI address, String words) {
        assertThatThrownBy(() -> certificates.at(address))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(words);
    }

    /** What a call is doing: the thread tells when it began, and waits for somebody when it stands still. */
    private static final class Caller extends Thread {
        private final FutureTask<X509Certificate> task;

        Caller(FutureTask<X509Certificate> task) {
            super(task);
            this.task = task;
        }
    }

    private Caller caller(URI address) {
        Caller caller = new Caller(new FutureTask<>(() -> certificates.at(address)));
        caller.start();
        return caller;
    }

    @Test
    void requests_that_name_the_same_address_wait_for_one_fetch() throws Exception {
        held = true;
        Caller first = caller(address(1));
        assertThat(asked.poll(10, TimeUnit.SECONDS)).isEqualTo("/1.pem");
        List<Caller> others = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            others.add(caller(address(1)));
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (asked.isEmpty()
                && System.nanoTime() < deadline
                && others.stream().anyMatch(each -> each.getState() != Thread.State.TIMED_WAITING)) {
            Thread.onSpinWait();
        }
        released.countDown();

        X509Certificate certificate = first.task.get(10, TimeUnit.SECONDS);
        for (Caller each : others) {
            assertThat(each.task.get(10, TimeUnit.SECONDS)).isSameAs(certificate);
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void those_who_wait_are_told_of_the_failure_too() throws Exception {
        held = true;
        status = 404;
        Caller first = caller(address(1));
        assertThat(asked.poll(10, TimeUnit.SECONDS)).isNotNull();
        Caller second = caller(address(1));
        released.countDown();

        for (Caller each : List.of(first, second)) {
            assertThatThrownBy(() -> each.task.get(10, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("404");
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void an_address_without_a_certificate_is_left_alone_for_a_minute() throws Exception {
        status = 403;
        refused(address(1), "403");
        clock.advance(Duration.ofSeconds(59));
        refused(address(1), "403");
        assertThat(asked).hasSize(1);

        status = 200;
        clock.advance(Duration.ofSeconds(1));
        assertThat(certificates.at(address(1))).isNotNull();
        assertThat(asked).hasSize(2);
    }

    @Test
    void trouble_at_amazon_is_asked_about_again_before_sns_comes_again() throws Exception {
        status = 503;
        refused(address(1), "503");
        clock.advance(Duration.ofSeconds(9));
        refused(address(1), "503");
        assertThat(asked).hasSize(1);

        // SNS comes again after twenty seconds, and three times only.
        status = 200;
        clock.advance(Duration.ofSeconds(11));
        assertThat(certificates.at(address(1))).isNotNull();
    }

    @Test
    void addresses_that_nobody_answers_for_do_not_hold_up_all_requests() throws Exception {
        certificates.at(address(0));
        held = true;
        List<Future<X509Certificate>> slow = new ArrayList<>();
        for (int i = 1; i <= FetchedCertificates.MOST_AT_ONCE; i++) {
            URI address = address(i);
            slow.add(threads.submit(() -> certificates.at(address)));
        }
        for (int i = 0; i <= FetchedCertificates.MOST_AT_ONCE; i++) {
            assertThat(asked.poll(10, TimeUnit.SECONDS)).isNotNull();
        }

        refused(address(99), "too many");
        assertThat(certificates.at(address(0))).isNotNull();
        assertThat(asked).isEmpty();
        released.countDown();
        for (Future<X509Certificate> each : slow) {
            assertThat(each.get(10, TimeUnit.SECONDS)).isNotNull();
        }
        assertThat(certificates.at(address(99))).isNotNull();
    }

    @Test
    void the_certificates_used_last_are_kept_and_no_more() throws Exception {
        for (int i = 0; i < 32; i++) {
            certificates.at(address(i));
        }
        certificates.at(address(0));
        assertThat(asked).hasSize(32);

        certificates.at(address(32));
        certificates.at(address(0));
        assertThat(asked).hasSize(33);
        certificates.at(address(1));
        assertThat(asked).hasSize(34);
    }
}
