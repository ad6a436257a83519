package io.deskwire.testkit.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GraphSendingTest {

    private Peers peers;

    @BeforeEach
    void start() throws IOException {
        peers = new Peers();
    }

    @AfterEach
    void stop() {
        peers.close();
    }

    @Test
    void a_text_in_the_window_arrives_and_its_statuses_repeat_our_data() throws Exception {
        SimulatedCustomer maria = peers.maria();
        String question = maria.text("Where is my order?");

        HttpResponse<String> answer = peers.send("""
                {"messaging_product":"whatsapp","recipient_type":"individual","to":"+16505551234","type":"text",
                 "text":{"body":"On its way","preview_url":false},"context":{"message_id":"%s"},
                 "biz_opaque_callback_data":"outbound-1"}""".formatted(question));
        peers.whatsapp.settle();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Peers.at(answer, "contacts", 0, "input")).isEqualTo("+16505551234");
        assertThat(Peers.at(answer, "contacts", 0, "wa_id")).isEqualTo("16505551234");
        assertThat(maria.received()).singleElement().satisfies(m -> {
            assertThat(m.id()).isEqualTo(Peers.text(answer, "messages", 0, "id"));
            assertThat(m.text()).isEqualTo("On its way");
            assertThat(m.contextId()).contains(question);
            assertThat(m.status()).isEqualTo("delivered");
        });
        assertThat(peers.statuses()).containsExactly("sent", "delivered");
        assertThat(peers.bodies().get(2)).contains("\"biz_opaque_callback_data\":\"outbound-1\"");
    }

    @Test
    void statuses_come_reversed_doubled_or_before_the_answer_when_asked_to() throws Exception {
        peers.maria().text("Hi");
        peers.whatsapp.behaviour().reverseStatuses(true).statusCopies(2).statusBeforeResponse(true);

        peers.sendText("Hello");

        // No settling: they were there before the answer was.
        assertThat(peers.statuses()).containsExactly("delivered", "delivered", "sent", "sent");
    }

    @Test
    void without_automatic_statuses_the_customer_decides() throws Exception {
        SimulatedCustomer maria = peers.maria();
        maria.text("Hi");
        peers.whatsapp.behaviour().automaticStatuses(false);
        String id = Peers.text(peers.sendText("Hello"), "messages", 0, "id");
        peers.whatsapp.settle();
        assertThat(peers.statuses()).isEmpty();

        maria.read(id);
        maria.fail(id, 131026);

        assertThat(peers.statuses()).containsExactly("read", "failed");
        assertThat(peers.bodies().get(2)).contains("\"code\":131026").doesNotContain("\"contacts\"");
    }

    @Test
    void outside_the_window_free_text_fails_later_or_at_once() throws Exception {
        SimulatedCustomer maria = peers.maria();
        maria.text("Hi");
        peers.clock.advance(java.time.Duration.ofHours(24));

        assertThat(peers.sendText("Too late").statusCode()).isEqualTo(200);
        peers.whatsapp.settle();
        assertThat(peers.statuses()).containsExactly("failed");
        assertThat(peers.bodies().get(1)).contains("131047");
        assertThat(maria.received()).isEmpty();

        peers.whatsapp.behaviour().refuseClosedWindowAtOnce(true);
        HttpResponse<String> refused = peers.sendText("Too late");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Peers.at(refused, "error", "code")).isEqualTo(131047L);
        assertThat(Peers.text(refused, "error", "fbtrace_id")).isNotEmpty();
    }

    @Test
    void the_window_runs_from_the_time_of_the_message_and_not_of_its_webhook() throws Exception {
        SimulatedCustomer maria = peers.maria();
        maria.at(Peers.START.minus(java.time.Duration.ofHours(23))).text("Late");
        assertThat(maria.windowOpen()).isTrue();
        peers.clock.advance(java.time.Duration.ofHours(1));
        assertThat(maria.windowOpen()).isFalse();
        maria.reaction("wamid.x", "x");
        assertThat(maria.windowOpen()).isFalse();
        maria.staffWrites("We call you");
        assertThat(maria.windowOpen()).isFalse();
        maria.call();
        assertThat(maria.windowOpen()).isTrue();
    }

    @Test
    void the_forty_sixth_message_to_one_person_at_once_is_too_many() throws Exception {
        peers.maria().text("Hi");
        peers.whatsapp.behaviour().automaticStatuses(false);
        for (int i = 0; i < 45; i++) {
            assertThat(peers.sendText("no " + i).statusCode()).isEqualTo(200);
        }
        assertThat(Peers.at(peers.sendText("no 46"), "error", "code")).isEqualTo(131056L);
        peers.clock.advance(java.time.Duration.ofSeconds(6));
        assertThat(peers.sendText("no 46").statusCode()).isEqualTo(200);
        assertThat(peers.sendText("no 47").statusCode()).isEqualTo(400);
    }

    @Test
    void a_user_id_is_addressed_in_recipient_and_lost_in_to() throws Exception {
        SimulatedCustomer ana = peers.number.customer("US.13491208655302741918", "Ana");
        ana.text("Hi");

        HttpResponse<String> good = peers.send("""
                {"messaging_product":"whatsapp","recipient":"US.13491208655302741918","type":"text","text":{"body":"Hello"}}""");
        HttpResponse<String> trap = peers.send("""
                {"messaging_product":"whatsapp","to":"US.13491208655302741918","type":"text","text":{"body":"Hello"}}""");
        peers.whatsapp.settle();

        assertThat(Peers.at(good, "contacts", 0, "user_id")).isEqualTo("US.13491208655302741918");
        assertThat(trap.statusCode()).isEqualTo(200);
        assertThat(ana.received()).hasSize(1);
        assertThat(peers.number.lostSilently()).containsExactly(Peers.text(trap, "messages", 0, "id"));
        assertThat(peers.statuses()).containsExactly("sent", "delivered");
    }

    @Test
    void reading_needs_a_message_of_the_customer() throws Exception {
        String id = peers.maria().text("Hi");
        String body =
                "{\"messaging_product\":\"whatsapp\",\"status\":\"read\",\"message_id\":\"%s\",\"typing_indicator\":{\"type\":\"text\"}}";

        assertThat(peers.send(body.formatted(id)).body()).isEqualTo("{\"success\":true}");
        assertThat(peers.number.markedRead()).containsExactly(id);
        assertThat(Peers.at(peers.send(body.formatted("wamid.none")), "error", "code"))
                .isEqualTo(131009L);
    }

    @Test
    void a_wrong_token_is_none() throws Exception {
        String url = peers.graph("/" + Peers.NUMBER_ID + "/messages");
        HttpResponse<String> wrong = peers.post(url, "{}", "Authorization", "Bearer other");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(Peers.at(wrong, "error", "code")).isEqualTo(190L);
        assertThat(peers.post(url, "{}").statusCode()).isEqualTo(401);
    }

    @Test
    void another_numbers_token_does_not_open_this_one() throws Exception {
        peers.whatsapp.addNumber(NumberSpec.of("200", "+49 30 1234567", "300"));
        HttpResponse<String> answer =
                peers.post(peers.graph("/" + Peers.NUMBER_ID + "/messages"), "{}", "Authorization", "Bearer EAAG-200");
        assertThat(Peers.at(answer, "error", "code")).isEqualTo(100L);
        assertThat(Peers.at(answer, "error", "error_subcode")).isEqualTo(33L);
    }

    @Test
    void an_unregistered_number_sends_nothing_until_it_is_registered() throws Exception {
        peers.maria().text("Hi");
        peers.number.deregister();
        assertThat(Peers.at(peers.sendText("Hello"), "error", "code")).isEqualTo(133010L);

        HttpResponse<String> registered = peers.post(
                peers.graph("/" + Peers.NUMBER_ID + "/register"),
                "{\"messaging_product\":\"whatsapp\",\"pin\":\"123456\"}",
                "Authorization",
                "Bearer " + peers.token());

        assertThat(registered.statusCode()).isEqualTo(200);
        assertThat(peers.sendText("Hello").statusCode()).isEqualTo(200);
    }

    @Test
    void a_link_that_cannot_be_fetched_fails_later() throws Exception {
        SimulatedCustomer maria = peers.maria();
        maria.text("Hi");
        // The simulator's own port answers this path with 404.
        HttpResponse<String> answer = peers.send("""
                {"messaging_product":"whatsapp","to":"+16505551234","type":"image","image":{"link":"%s/none.png"}}""".formatted(peers.whatsapp.baseUrl()));
        peers.whatsapp.settle();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(peers.statuses()).containsExactly("failed");
        assertThat(peers.bodies().get(1)).contains("131053");
        assertThat(maria.received()).isEmpty();
    }

    @Test
    void somebody_who_is_not_on_whatsapp_cannot_be_reached() throws Exception {
        peers.maria().unreachable().wroteAt(Peers.START);
        peers.sendText("Hello");
        peers.whatsapp.settle();
        assertThat(peers.bodies().get(0)).contains("131026");
    }

    @Test
    void another_way_to_dial_reaches_the_same_person_under_the_same_id() throws Exception {
        SimulatedCustomer joao = peers.number.customer("+551199998888", "Joao").alsoDialledAs("+5511999998888");
        joao.text("Oi");
        HttpResponse<String> answer = peers.send("""
                {"messaging_product":"whatsapp","to":"+5511999998888","type":"text","text":{"body":"Oi"}}""");
        assertThat(Peers.at(answer, "contacts", 0, "input")).isEqualTo("+5511999998888");
        assertThat(Peers.at(answer, "contacts", 0, "wa_id")).isEqualTo("551199998888");
        assertThat(joao.received()).hasSize(1);
    }

    @Test
    void a_reaction_is_only_sent_and_needs_a_message_of_the_customer() throws Exception {
        String id = peers.maria().text("Hi");
        String body =
                "{\"messaging_product\":\"whatsapp\",\"to\":\"+16505551234\",\"type\":\"reaction\",\"reaction\":{\"message_id\":\"%s\",\"emoji\":\"x\"}}";
        peers.send(body.formatted(id));
        peers.send(body.formatted("wamid.none"));
        peers.whatsapp.settle();
        assertThat(peers.statuses()).containsExactly("sent", "failed");
    }

    @Test
    void sends_at_once_are_each_delivered_once() throws Exception {
        peers.number.batch(() -> {
            for (int i = 0; i < 100; i++) {
                peers.number.customer("+16505552" + (100 + i), "C" + i).text("Hi");
            }
        });
        String body =
                "{\"messaging_product\":\"whatsapp\",\"to\":\"+16505552%d\",\"type\":\"text\",\"text\":{\"body\":\"x\"}}";
        java.util.stream.IntStream.range(0, 100).parallel().forEach(i -> {
            try {
                assertThat(peers.send(body.formatted(100 + i)).statusCode()).isEqualTo(200);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        peers.whatsapp.settle();
        assertThat(peers.statuses()).hasSize(200);
        for (int i = 0; i < 100; i++) {
            assertThat(peers.number.customer("+16505552" + (100 + i), "C" + i).received())
                    .singleElement()
                    .satisfies(m -> assertThat(m.status()).isEqualTo("delivered"));
        }
    }
}
