package io.deskwire.adapter.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.channel.Channel;
import io.deskwire.channel.InboundChannel.FetchResult;
import io.deskwire.channel.RawItem;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.testkit.RecordingIntake;
import io.deskwire.testkit.graph.GraphItem;
import io.deskwire.testkit.graph.GraphQuirk;
import io.deskwire.testkit.graph.GraphRequest;
import io.deskwire.testkit.graph.GraphTrouble;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GraphInboundTest {

    private final RecordingIntake intake = new RecordingIntake();

    private FetchResult fetch(Office office, Channel channel) throws ChannelException {
        return channel.inbound().orElseThrow().fetch(intake.cursor(), intake, office.clock.instant());
    }

    private static void arrive(Office office, int count) {
        for (int i = 0; i < count; i++) {
            office.mailbox.receive(MessageSamples.mail("Mail " + i, "Hello " + i));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"syncStateNotFound", "SyncStateInvalid", "resyncRequired", "InvalidSyncStateData"})
    void an_expired_position_is_replaced_and_nothing_is_read_twice(String code) throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            arrive(office, 3);
            fetch(office, channel);
            office.clock.advance(Duration.ofHours(3));
            arrive(office, 2);
            office.mailbox.expireDelta(code, true);

            FetchResult result = fetch(office, channel);

            assertThat(result.resynced()).isTrue();
            assertThat(result.note()).contains("listed again");
            assertThat(result.offered()).as("known mail is left out").isEqualTo(2);
            assertThat(intake.items()).hasSize(5);
            assertThat(fetch(office, channel).resynced()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = GraphQuirk.class,
            names = {"DELTA_EMPTY_PAGE", "DELTA_REPEATS", "DELTA_UNORDERED", "DELTA_REMOVALS"})
    void whatever_a_round_looks_like_everything_is_read_once(GraphQuirk quirk) throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            office.mailbox.with(quirk);
            arrive(office, 120);
            fetch(office, channel);
            office.mailbox.delete(office.mailbox.items("inbox").get(0));
            arrive(office, 7);

            fetch(office, channel);

            assertThat(intake.items()).hasSize(127);
            assertThat(intake.items()).extracting(RawItem::sourceKey).doesNotHaveDuplicates();
        }
    }

    @Test
    void a_link_to_another_host_is_refused_and_sees_no_token() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            office.mailbox.with(GraphQuirk.DELTA_FOREIGN_HOST);
            arrive(office, 60);

            assertThatThrownBy(() -> fetch(office, channel)).isInstanceOfSatisfying(ChannelException.class, e -> {
                assertThat(e).hasMessageContaining("foreign.example");
                assertThat(e.kind()).isEqualTo(FailureKind.PERMANENT);
            });

            office.mailbox.without(GraphQuirk.DELTA_FOREIGN_HOST);
            assertThat(office.requests("GET"))
                    .allMatch(r -> !String.valueOf(r.uri().getHost()).contains("foreign"));
        }
    }

    @Test
    void every_request_asks_for_lasting_ids_and_every_page_for_its_size() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of("after_intake", "mark_seen"))) {
            arrive(office, 120);

            fetch(office, channel);

            assertThat(office.requests("/v1.0/"))
                    .hasSizeGreaterThan(240)
                    .allSatisfy(request -> assertThat(request.headers("Prefer")).contains("IdType=\"ImmutableId\""));
            List<GraphRequest> pages = office.requests("delta");
            assertThat(pages)
                    .hasSize(3)
                    .allSatisfy(request -> assertThat(request.headers("Prefer")).contains("odata.maxpagesize=50"));
        }
    }

    @Test
    void where_reading_begins_is_configured() throws Exception {
        try (Office office = Office.appOnly()) {
            arrive(office, 2);
            office.clock.advance(Duration.ofDays(2));
            arrive(office, 1);
            office.clock.advance(Duration.ofDays(2));
            String day = Office.NOW.plus(Duration.ofDays(1)).toString();

            try (Channel since = office.open(Map.of("start_from", day));
                    Channel now = office.open(Map.of("start_from", "now"))) {
                assertThat(fetch(office, since).stored()).isEqualTo(1);
                RecordingIntake other = new RecordingIntake();
                assertThat(now.inbound()
                                .orElseThrow()
                                .fetch(null, other, office.clock.instant())
                                .stored())
                        .isZero();
                office.clock.advance(Duration.ofSeconds(1));
                arrive(office, 1);
                assertThat(now.inbound()
                                .orElseThrow()
                                .fetch(other.cursor(), other, office.clock.instant())
                                .stored())
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void mail_to_oneself_and_by_way_of_an_alias_is_read_and_copies_of_sent_mail_are_not() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            String own = office.address();
            office.mailbox.receive(mail("From: " + own + "\r\nTo: customer@x.example\r\nSubject: sent\r\n\r\nx"));
            office.mailbox.receive(mail("From: " + own + "\r\nTo: " + own + "\r\nSubject: note\r\n\r\nx"));
            // What a form on the tenant's own pages sends in its name.
            office.mailbox.receive(mail("Authentication-Results: x\r\nRECEIVED: from web\r\n\tby mail\r\nFrom: " + own
                    + "\r\nTo: contact@acme.example\r\nSubject: form\r\n\r\nx"));
            office.mailbox.receive(mail(
                    "From: " + own + "\r\nTo: customer@x.example\r\nSubject: sent too\r\n\r\nReceived: in the text"));

            fetch(office, channel);

            assertThat(intake.bodies())
                    .extracting(body -> new String(body, StandardCharsets.UTF_8))
                    .satisfiesExactly(
                            body -> assertThat(body).contains("Subject: note"),
                            body -> assertThat(body).contains("Subject: form"));
        }
    }

    private static byte[] mail(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void an_outage_makes_no_notes() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            arrive(office, 2);
            office.graph.trouble(GraphTrouble.htmlPage(502), "/v1.0/");
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(() -> fetch(office, channel))
                        .isInstanceOfSatisfying(
                                ChannelException.class,
                                e -> assertThat(e.kind()).isEqualTo(FailureKind.TRANSIENT));
            }
            office.graph.behave();

            fetch(office, channel);

            assertThat(intake.items()).hasSize(2);
        }
    }

    @Test
    void the_work_after_intake_is_done_again_after_an_interruption() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of("after_intake", "move:Inbox/Done", "folder", "Inbox"))) {
            arrive(office, 2);

            assertThat(fetch(office, channel).degraded()).contains("Inbox/Done", "Create");
            assertThat(intake.items()).hasSize(2);
            assertThat(office.mailbox.items("inbox")).hasSize(2);
        }
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of("after_intake", "mark_seen"))) {
            RecordingIntake other = new RecordingIntake();
            arrive(office, 2);
            office.graph.trouble(GraphTrouble.throttled("5"), "PATCH", 1);
            assertThat(channel.inbound()
                            .orElseThrow()
                            .fetch(null, other, office.clock.instant())
                            .degraded())
                    .contains("after_intake");

            channel.inbound().orElseThrow().fetch(other.cursor(), other, office.clock.instant());

            assertThat(office.mailbox.items("inbox")).allMatch(GraphItem::isRead);
            office.mailbox.items("inbox").forEach(item -> office.mailbox.markRead(item, false));
            channel.inbound().orElseThrow().fetch(other.cursor(), other, office.clock.instant());
            assertThat(office.mailbox.items("inbox")).as("to nothing else").noneMatch(GraphItem::isRead);
        }
    }

    @Test
    void a_folder_is_found_by_its_name() throws Exception {
        try (Office office = Office.appOnly()) {
            office.mailbox.addFolder("Bürgerbüro");
            office.mailbox.receive(MessageSamples.mail("here", "x"), "Bürgerbüro");
            arrive(office, 1);
            try (Channel channel = office.open(Map.of("folder", "Bürgerbüro"));
                    Channel missing = office.open(Map.of("folder", "Nowhere's"))) {
                assertThat(fetch(office, channel).stored()).isEqualTo(1);
                assertThatThrownBy(() -> fetch(office, missing))
                        .isInstanceOfSatisfying(
                                ChannelException.class,
                                e -> assertThat(e.kind()).isEqualTo(FailureKind.NOT_FOUND));
            }
        }
    }

    @Test
    void a_refused_token_is_replaced_once() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            arrive(office, 1);
            fetch(office, channel);
            office.app.revokeAccessTokens();
            arrive(office, 1);

            fetch(office, channel);

            assertThat(intake.items()).hasSize(2);
            office.graph.trouble(GraphTrouble.claimsChallenge(), "delta", 1);
            fetch(office, channel);
            office.graph.trouble(GraphTrouble.unauthorized(), "delta");
            assertThatThrownBy(() -> fetch(office, channel)).isInstanceOfSatisfying(ChannelException.class, e -> {
                assertThat(e.kind()).isEqualTo(FailureKind.AUTH);
                assertThat(e.hint()).isPresent();
            });
        }
    }
}
