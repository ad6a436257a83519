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
import io.deskwire.testkit.graph.GraphTrouble;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Messages that Graph lists and does not give, and work after intake that it refuses. */
class TroubledReadingTest {

    private static final GraphTrouble DENIED = GraphTrouble.error(403, "ErrorAccessDenied", "Access is denied.");

    private final RecordingIntake intake = new RecordingIntake();

    private FetchResult fetch(Office office, Channel channel) throws ChannelException {
        return channel.inbound().orElseThrow().fetch(intake.cursor(), intake, office.clock.instant());
    }

    private static GraphItem arrive(Office office, String subject) {
        return office.mailbox.receive(MessageSamples.mail(subject, "x"));
    }

    private static String content(GraphItem item) {
        return Pattern.quote(item.id()) + ".*value";
    }

    private long notes() {
        return intake.bodies().stream()
                .filter(body -> new String(body, StandardCharsets.UTF_8).contains("could not be read"))
                .count();
    }

    @Test
    void what_broke_off_is_not_deleted_before_it_is_stored() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of("after_intake", "delete"))) {
            GraphItem big = office.mailbox.receive(MessageSamples.mail("Big", "0123456789\r\n".repeat(60_000)));
            office.graph.trouble(
                    GraphTrouble.brokenOff("Subject: Big\r\n\r\n" + "0123456789\r\n".repeat(40_000)), content(big));
            arrive(office, "behind it");
            for (int hour = 0; hour < 8; hour++) {
                fetch(office, channel);
                office.clock.advance(Duration.ofHours(1));
                arrive(office, "more " + hour);
            }
            assertThat(notes()).isEqualTo(1);
            assertThat(office.mailbox.items("inbox")).extracting(GraphItem::id).contains(big.id());
            office.graph.behave();

            office.clock.advance(Duration.ofDays(2));
            fetch(office, channel);

            assertThat(intake.items())
                    .extracting(RawItem::sourceKey)
                    .as("the mail itself, beside its note")
                    .contains(big.id(), big.id() + ":note");
            assertThat(office.mailbox.items("inbox")).extracting(GraphItem::id).doesNotContain(big.id());
        }
    }

    @Test
    void an_outage_of_contents_alone_makes_no_notes_however_often_it_is_met() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            for (int i = 0; i < 7; i++) {
                arrive(office, "customer " + i);
            }
            office.graph.trouble(GraphTrouble.htmlPage(500), "value");
            for (int i = 0; i < 30; i++) {
                assertThatThrownBy(() -> fetch(office, channel)).isInstanceOf(ChannelException.class);
                office.clock.advance(Duration.ofMinutes(30));
            }
            office.graph.behave();

            fetch(office, channel);

            assertThat(intake.items()).hasSize(7);
            assertThat(notes()).isZero();
        }
    }

    @Test
    void a_sealed_message_after_a_restart_holds_nobody_up() throws Exception {
        try (Office office = Office.appOnly()) {
            GraphItem sealed = arrive(office, "sealed");
            office.clock.advance(Duration.ofMinutes(1));
            arrive(office, "behind it");
            office.graph.trouble(DENIED, content(sealed));
            try (Channel channel = office.open(Map.of())) {
                assertThat(fetch(office, channel).degraded()).contains("1 messages could not be fetched");
                assertThat(intake.items()).hasSize(1);
                for (int hour = 0; hour < 8; hour++) {
                    office.clock.advance(Duration.ofHours(1));
                    arrive(office, "more " + hour);
                    fetch(office, channel);
                }
                assertThat(notes()).isEqualTo(1);
                assertThat(intake.items()).hasSize(10);
            }
        }
    }

    @Test
    void a_missing_permission_is_said_each_time_and_makes_no_notes() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            arrive(office, "one");
            office.graph.trouble(DENIED, "value");
            for (int i = 0; i < 20; i++) {
                assertThatThrownBy(() -> fetch(office, channel)).isInstanceOfSatisfying(ChannelException.class, e -> {
                    assertThat(e.kind()).isEqualTo(FailureKind.AUTH);
                    assertThat(e.hint().orElseThrow()).contains("RBAC");
                });
                office.clock.advance(Duration.ofHours(1));
            }
            office.graph.behave();
            fetch(office, channel);
            assertThat(intake.items()).hasSize(1);
            assertThat(notes()).isZero();
        }
    }

    @Test
    void one_message_that_is_always_throttled_lets_the_others_pass() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            GraphItem heavy = arrive(office, "heavy");
            office.clock.advance(Duration.ofMinutes(1));
            arrive(office, "behind it");
            office.graph.trouble(
                    GraphTrouble.answer(
                            503,
                            Map.of("Retry-After", "10"),
                            "application/json",
                            "{\"error\":{\"code\":\"serviceNotAvailable\",\"message\":\"conversion\"}}"),
                    content(heavy));

            assertThatThrownBy(() -> fetch(office, channel))
                    .isInstanceOfSatisfying(
                            ChannelException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.THROTTLED));
            fetch(office, channel);

            assertThat(intake.items()).hasSize(1);
        }
    }

    @Test
    void an_empty_answer_is_no_mail() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            arrive(office, "not empty");
            office.graph.trouble(GraphTrouble.empty(204), "value", 1);

            fetch(office, channel);

            assertThat(intake.bodies())
                    .singleElement()
                    .satisfies(body -> assertThat(body).isNotEmpty());
        }
    }

    @Test
    void one_stubborn_message_keeps_no_other_from_being_marked() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of("after_intake", "mark_seen"))) {
            GraphItem stubborn = arrive(office, "stubborn");
            office.graph.trouble(DENIED, "PATCH .*" + Pattern.quote(stubborn.id()), 1000);
            String degraded = "";
            for (int i = 0; i < 20; i++) {
                office.clock.advance(Duration.ofHours(1));
                arrive(office, "more " + i);
                FetchResult result = fetch(office, channel);
                degraded += result.degraded() + "\n";
            }
            assertThat(office.mailbox.items("inbox"))
                    .filteredOn(item -> !item.isRead())
                    .hasSize(1);
            assertThat(degraded).contains("tried again", "given up for 1");
            assertThat(fetch(office, channel).degraded()).isNull();
        }
    }

    @Test
    void a_target_folder_that_was_made_anew_is_found_again() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of("after_intake", "move:Done"))) {
            office.mailbox.addFolder("Done");
            arrive(office, "one");
            fetch(office, channel);
            arrive(office, "two");
            // Once only, as for an id that was good before the folder was made anew.
            office.graph.trouble(GraphTrouble.error(404, "ErrorItemNotFound", "gone"), "/move$", 1);

            assertThat(fetch(office, channel).degraded()).isNull();

            assertThat(office.mailbox.items("Done")).hasSize(2);
        }
    }
}
