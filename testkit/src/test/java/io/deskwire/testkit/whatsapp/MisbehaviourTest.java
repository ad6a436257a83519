package io.deskwire.testkit.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MisbehaviourTest {

    private Peers peers;
    private SimulatedCustomer maria;

    @BeforeEach
    void start() throws IOException {
        peers = new Peers();
        maria = peers.maria();
        maria.text("Hi");
    }

    @AfterEach
    void stop() {
        peers.close();
    }

    @Test
    void errors_are_answered_as_often_as_asked_and_nothing_is_sent() throws Exception {
        peers.whatsapp.misbehave(Misbehaviour.graphError(131000), "/messages$", 2);
        peers.whatsapp.misbehave(Misbehaviour.tooManyRequests(Duration.ofSeconds(7)), "POST", "/messages$", 1);
        peers.whatsapp.misbehave(Misbehaviour.html(502), "/messages$", 1);
        peers.whatsapp.misbehave(Misbehaviour.empty(504), "/messages$", 1);

        assertThat(peers.sendText("x").statusCode()).isEqualTo(500);
        assertThat(Peers.at(peers.sendText("x"), "error", "code")).isEqualTo(131000L);
        HttpResponse<String> slow = peers.sendText("x");
        assertThat(slow.statusCode()).isEqualTo(429);
        assertThat(slow.headers().firstValue("Retry-After")).contains("7");
        HttpResponse<String> page = peers.sendText("x");
        assertThat(page.statusCode()).isEqualTo(502);
        assertThat(page.body()).startsWith("<!DOCTYPE html>");
        assertThat(peers.sendText("x").body()).isEmpty();
        assertThat(maria.received()).isEmpty();
        assertThat(peers.sendText("x").statusCode()).isEqualTo(200);
        assertThat(maria.received()).hasSize(1);
        assertThat(peers.whatsapp.requests()).hasSize(6);
    }

    @Test
    void other_paths_and_methods_are_left_alone() throws Exception {
        peers.whatsapp.misbehave(Misbehaviour.graphError(131000), "GET", "/messages$", 1);
        peers.whatsapp.misbehave(Misbehaviour.graphError(131000), "/media$", 1);
        assertThat(peers.sendText("x").statusCode()).isEqualTo(200);
        peers.whatsapp.behave();
        assertThat(peers.uploaded("image/jpeg", "a.jpg", Peers.JPEG)).matches("\\d+");
    }

    @Test
    void a_cut_after_accepting_delivers_the_message_without_an_answer() throws Exception {
        peers.whatsapp.misbehave(Misbehaviour.cutAfterAccepting(), "/messages$", 1);
        assertThatThrownBy(() -> peers.sendText("Hello")).isInstanceOf(IOException.class);
        peers.whatsapp.settle();
        assertThat(maria.received()).hasSize(1);
        assertThat(peers.statuses()).containsExactly("sent", "delivered");
    }

    @Test
    void an_accepted_message_can_also_be_answered_with_an_error() throws Exception {
        peers.whatsapp.misbehave(Misbehaviour.acceptedAnswer(500, "text/plain", "oops"), "/messages$", 1);
        assertThat(peers.sendText("Hello").body()).isEqualTo("oops");
        assertThat(maria.received()).hasSize(1);
    }

    @Test
    void a_reset_before_accepting_delivers_nothing() {
        peers.whatsapp.misbehave(Misbehaviour.resetBeforeAccepting(), "/messages$", 1);
        assertThatThrownBy(() -> peers.sendText("Hello")).isInstanceOf(IOException.class);
        assertThat(maria.received()).isEmpty();
    }

    @Test
    void a_stalled_request_goes_on_when_released() throws Exception {
        peers.whatsapp.misbehave(Misbehaviour.stall(), "/messages$", 1);
        CompletableFuture<HttpResponse<String>> answer = later(() -> peers.sendText("Hello"));
        awaitHeld();
        assertThat(maria.received()).isEmpty();
        assertThat(answer).isNotDone();
        peers.whatsapp.release();
        assertThat(answer.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(maria.received()).hasSize(1);
    }

    @Test
    void a_slow_body_is_finished_when_released() throws Exception {
        peers.whatsapp.misbehave(Misbehaviour.slowBody(), "/messages$", 1);
        CompletableFuture<HttpResponse<String>> answer = later(() -> peers.sendText("Hello"));
        awaitHeld();
        assertThat(maria.received()).hasSize(1);
        assertThat(answer).isNotDone();
        peers.whatsapp.release();
        assertThat(Peers.text(answer.get(30, TimeUnit.SECONDS), "messages", 0, "id"))
                .startsWith("wamid.");
    }

    @Test
    void a_held_request_does_not_keep_the_simulator_from_closing() throws Exception {
        peers.whatsapp.misbehave(Misbehaviour.stall(), "/messages$", 1);
        CompletableFuture<HttpResponse<String>> answer = later(() -> peers.sendText("Hello"));
        awaitHeld();
        peers.whatsapp.close();
        assertThatThrownBy(() -> answer.get(30, TimeUnit.SECONDS)).hasRootCauseInstanceOf(IOException.class);
        assertThat(maria.received()).isEmpty();
    }

    @Test
    void a_medium_comes_with_wrong_bytes_or_with_far_too_many() throws Exception {
        maria.image(MediaFile.of(Peers.JPEG, "image/jpeg", null), null);
        String url =
                String.valueOf(Trees.object(peers.lastMessage().get("image")).get("url"));
        String[] bearer = {"Authorization", "Bearer " + peers.token()};
        peers.whatsapp.misbehave(Misbehaviour.wrongBytes(), "/lookaside/", 1);
        peers.whatsapp.misbehave(Misbehaviour.tooLarge(1_000_000), "/lookaside/", 1);
        assertThat(peers.bytes(url, bearer).body()).hasSize(Peers.JPEG.length).isNotEqualTo(Peers.JPEG);
        HttpResponse<byte[]> large = peers.bytes(url, bearer);
        assertThat(large.body()).hasSize(1_000_000);
        assertThat(large.headers().firstValue("Content-Length")).isEmpty();
        assertThat(peers.bytes(url, bearer).body()).isEqualTo(Peers.JPEG);
    }

    private interface Sending {
        HttpResponse<String> send() throws IOException, InterruptedException;
    }

    private static CompletableFuture<HttpResponse<String>> later(Sending sending) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return sending.send();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void awaitHeld() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (peers.whatsapp.held() == 0) {
            assertThat(System.nanoTime()).as("nothing is held").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
