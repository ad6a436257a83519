package io.deskwire.adapter.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.channel.Channel;
import io.deskwire.channel.Cursor;
import io.deskwire.channel.InboundChannel.FetchResult;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.failure.ChannelException;
import io.deskwire.message.Content;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.testkit.RecordingIntake;
import io.deskwire.testkit.graph.GraphItem;
import io.deskwire.testkit.graph.GraphMailbox;
import io.deskwire.testkit.graph.GraphQuirk;
import io.deskwire.testkit.graph.GraphTrouble;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a position is good for, and what happens when it is not. */
class PositionsTest {

    private final RecordingIntake intake = new RecordingIntake();

    private FetchResult fetch(Office office, Channel channel) throws ChannelException {
        return channel.inbound().orElseThrow().fetch(intake.cursor(), intake, office.clock.instant());
    }

    private static byte[] mail(String subject) {
        return MessageSamples.mail(subject, "x");
    }

    @Test
    void another_mailbox_is_read_from_its_beginning() throws Exception {
        try (Office office = Office.appOnly()) {
            GraphMailbox other = office.graph.addMailbox(office.directory(), "sales@acme.example");
            try (Channel channel = office.open(Map.of())) {
                office.mailbox.receive(mail("for the old one"));
                fetch(office, channel);
            }
            other.receive(mail("waiting in the new one"));
            try (Channel channel = office.open(Map.of("email_address", "sales@acme.example"))) {
                office.mailbox.receive(mail("still for the old one"));

                FetchResult result = fetch(office, channel);

                assertThat(result.resynced()).isTrue();
                assertThat(result.note()).contains("Another mailbox or folder");
                assertThat(result.stored()).isEqualTo(1);
                assertThat(fetch(office, channel).resynced()).isFalse();
            }
        }
    }

    @Test
    void another_folder_is_read_instead_of_the_old_one() throws Exception {
        try (Office office = Office.appOnly()) {
            office.mailbox.addFolder("Support");
            try (Channel channel = office.open(Map.of())) {
                fetch(office, channel);
            }
            try (Channel channel = office.open(Map.of("folder", "Support"))) {
                office.mailbox.receive(mail("in support"), "Support");
                office.mailbox.receive(mail("private, in inbox"));
                fetch(office, channel);
            }
            assertThat(intake.bodies())
                    .singleElement()
                    .satisfies(body ->
                            assertThat(new String(body, StandardCharsets.UTF_8)).contains("in support"));
        }
    }

    @Test
    void what_was_moved_in_is_taken_on_and_after_a_resync_whatever_its_age() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            fetch(office, channel);
            GraphItem inTheGap = office.mailbox.receive(mail("rescued in the gap"), "junkemail");
            GraphItem later = office.mailbox.receive(mail("rescued later"), "junkemail");
            office.clock.advance(Duration.ofDays(3));
            fetch(office, channel);
            office.mailbox.move(inTheGap, "inbox");
            office.mailbox.expireDelta("syncStateNotFound", false);
            assertThat(fetch(office, channel).stored()).isEqualTo(1);
            office.mailbox.move(later, "inbox");
            assertThat(fetch(office, channel).stored()).isEqualTo(1);
        }
    }

    @Test
    void start_from_bounds_the_first_round_and_its_resyncs_and_not_what_is_moved_in_later() throws Exception {
        try (Office office = Office.appOnly()) {
            office.mailbox.addFolder("Support");
            GraphItem moved = office.mailbox.receive(mail("moved in later"));
            office.mailbox.receive(mail("there before"), "Support");
            office.clock.advance(Duration.ofHours(1));
            try (Channel channel = office.open(Map.of("folder", "Support", "start_from", "now"))) {
                fetch(office, channel);
                office.clock.advance(Duration.ofHours(1));
                office.mailbox.move(moved, "Support");
                assertThat(fetch(office, channel).stored()).isEqualTo(1);
                office.mailbox.expireDelta("syncStateNotFound", false);
                FetchResult again = fetch(office, channel);
                assertThat(again.resynced()).isTrue();
                assertThat(again.stored()).isZero();
            }
        }
    }

    @Test
    void start_from_now_means_the_first_attempt() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of("start_from", "now"))) {
            office.graph.trouble(GraphTrouble.htmlPage(502), "/v1.0/");
            assertThatThrownBy(() -> fetch(office, channel)).isInstanceOf(ChannelException.class);
            office.clock.advance(Duration.ofMinutes(5));
            office.mailbox.receive(mail("came while Graph was away"));
            office.clock.advance(Duration.ofMinutes(5));
            office.graph.behave();

            assertThat(fetch(office, channel).stored()).isEqualTo(1);
        }
    }

    @Test
    void a_resync_is_told_by_the_fetch_that_returns() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            fetch(office, channel);
            for (int i = 0; i < 60; i++) {
                office.mailbox.receive(mail("n " + i));
            }
            office.mailbox.expireDelta("syncStateNotFound", false);
            office.graph.trouble(GraphTrouble.throttled("5"), "value", 1);
            assertThatThrownBy(() -> fetch(office, channel)).isInstanceOf(ChannelException.class);

            assertThat(fetch(office, channel).resynced()).isTrue();

            assertThat(fetch(office, channel).resynced()).isFalse();
            assertThat(intake.items()).hasSize(60);
        }
    }

    @Test
    void a_link_into_a_folder_that_is_gone_is_replaced() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            fetch(office, channel);
            office.mailbox.receive(mail("one"));
            String gone = Objects.requireNonNull(intake.cursor())
                    .value()
                    .replaceAll("mailFolders\\('[^']*'\\)", "mailFolders('AAMkFLDRgone')");
            assertThat(gone).contains("AAMkFLDRgone");

            FetchResult result =
                    channel.inbound().orElseThrow().fetch(new Cursor(gone), intake, office.clock.instant());

            assertThat(result.resynced()).isTrue();
            assertThat(result.stored()).isEqualTo(1);
        }
    }

    @Test
    void a_refused_link_is_replaced() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            fetch(office, channel);
            office.mailbox.receive(mail("one"));
            office.graph.trouble(GraphTrouble.error(400, "ErrorInvalidIdMalformed", "Id is malformed."), "delta", 1);

            FetchResult result = fetch(office, channel);

            assertThat(result.resynced()).isTrue();
            assertThat(result.stored()).isEqualTo(1);
        }
    }

    @Test
    void an_announced_id_that_graph_refuses_keeps_no_mail_out() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = announcing(office)) {
            announce(office, channel, "xyz");
            office.mailbox.receive(mail("one"));

            assertThat(fetch(office, channel).stored()).isEqualTo(1);
            int before = office.requests("xyz").size();
            fetch(office, channel);
            assertThat(office.requests("xyz")).hasSize(before);
        }
    }

    @Test
    void a_message_that_is_announced_by_another_kind_of_id_is_stored_once() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = announcing(office)) {
            office.mailbox.with(GraphQuirk.NOTIFIED_BEFORE_DELTA);
            GraphItem item = office.mailbox.receive(mail("once"));
            announce(office, channel, item.ordinaryId());
            fetch(office, channel);
            office.mailbox.showInDelta();
            fetch(office, channel);
            assertThat(intake.items()).singleElement().satisfies(one -> {
                assertThat(one.sourceKey()).isEqualTo(item.id());
                assertThat(one.meta()).containsKey("provider_thread_id");
            });
        }
    }

    @Test
    void what_is_announced_while_an_older_listing_goes_on_overtakes_nothing() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = announcing(office)) {
            for (int i = 0; i < 60; i++) {
                office.mailbox.receive(mail("before " + i));
                office.clock.advance(Duration.ofSeconds(1));
            }
            // The first page and the position behind it.
            intake.goAwayAfter(2);
            assertThatThrownBy(() -> fetch(office, channel)).isInstanceOf(ChannelException.class);
            intake.comeBack();
            assertThat(intake.items()).hasSize(50);
            office.mailbox.receive(mail("first"));
            office.clock.advance(Duration.ofSeconds(1));
            GraphItem second = office.mailbox.receive(mail("second"));
            office.clock.advance(Duration.ofSeconds(1));
            GraphItem third = office.mailbox.receive(mail("third"));
            // Notices come in an order of their own, and that of the first was lost.
            announce(office, channel, third.id());
            announce(office, channel, second.id());

            fetch(office, channel);

            assertThat(intake.bodies().subList(60, 63))
                    .extracting(body ->
                            new String(body, StandardCharsets.UTF_8).replaceAll("(?s).*Subject: (\\S+).*", "$1"))
                    .containsExactly("first", "second", "third");
        }
    }

    private static Channel announcing(Office office) {
        return office.open(Map.of("webhook_secret", "s3", "webhook_url", "http://127.0.0.1:1/x"));
    }

    private static void announce(Office office, Channel channel, String id) throws Exception {
        String body = "{\"value\":[{\"subscriptionId\":\"any\",\"clientState\":\"s3\",\"changeType\":\"created\","
                + "\"resourceData\":{\"id\":\"" + id + "\"}}]}";
        channel.webhook()
                .orElseThrow()
                .receive(new WebhookRequest(
                        "POST",
                        URI.create("http://x/y"),
                        Map.of(),
                        Map.of(),
                        Content.of(body.getBytes(StandardCharsets.UTF_8)),
                        office.clock.instant()));
    }
}
