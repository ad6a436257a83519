package io.deskwire.adapter.gmail;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.Cursor;
import io.deskwire.channel.InboundChannel.FetchResult;
import io.deskwire.channel.Intake;
import io.deskwire.channel.RawItem;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.testkit.gmail.GmailTrouble;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages that cannot be fetched: they hold up nobody, are tried for long, and do not vanish. */
class GmailPoisonTest {

    private static final String NOTE = "A message could not be read from the mailbox";

    private static String get(String id) {
        return "GET .*/messages/" + id + "\\?";
    }

    /** A pass that may be cut off by the service; true when it came to its end. */
    private static boolean pass(Reading reading) {
        try {
            reading.fetch();
            return true;
        } catch (ChannelException e) {
            assertThat(e.kind()).isEqualTo(FailureKind.TRANSIENT);
            return false;
        }
    }

    static Stream<GmailTrouble> reasons() {
        return Stream.of(
                GmailTrouble.backendError(),
                GmailTrouble.cutBeforeAccepting(),
                GmailTrouble.cutWithin(300),
                GmailTrouble.cutWithin(2_500_000),
                GmailTrouble.answer(400, "application/json", "{\"error\":{\"code\":400,\"message\":\"No.\"}}"),
                GmailTrouble.answer(200, "text/html", "<html>hello</html>"),
                GmailTrouble.answer(200, "application/json", "{\"id\":\"x\",\"raw\":\"%%%%\"}"));
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void a_message_that_cannot_be_fetched_holds_up_nobody_and_does_not_vanish(GmailTrouble reason) throws Exception {
        try (Desks desks = new Desks();
                Reading acme = new Reading(desks, "acme")) {
            acme.fetch();
            acme.mailbox.receive(MessageSamples.mail("Poison", "0123456789\r\n".repeat(250_000)));
            String poison = acme.mailbox.messages().get(0).id();
            acme.arrive(3);
            desks.google.trouble(reason, get(poison), 1_000);
            Instant first = desks.clock.instant();

            FetchResult result = acme.fetch();

            assertThat(result.degraded()).contains("1 messages could not be fetched since " + first);
            assertThat(acme.subjects()).containsExactly("Mail 1", "Mail 2", "Mail 3");
            while (!acme.subjects().contains(NOTE)) {
                acme.arrive(1);
                acme.reopen();
                acme.fetch();
            }
            Duration lasted = Duration.between(first, desks.clock.instant());
            assertThat(lasted).isBetween(Duration.ofHours(1), Duration.ofHours(2));
            assertThat(desks.google.requests(get(poison)))
                    .as("tried ever more slowly")
                    .hasSizeBetween(5, 12);
            assertThat(acme.fetch().degraded()).isNull();

            desks.google.behave();
            acme.mailbox.forgetHistory();
            assertThat(acme.fetch().stored()).isEqualTo(1);
            assertThat(acme.subjects()).containsOnlyOnce(NOTE).contains("Poison");
            assertThat(acme.intake.items()).extracting(RawItem::sourceKey).contains(poison, poison + ":note");
        }
    }

    @Test
    void a_message_that_can_be_fetched_again_is_taken_and_no_note() throws Exception {
        try (Desks desks = new Desks();
                Reading acme = new Reading(desks, "acme")) {
            acme.arrive(2);
            String slow = acme.mailbox.messages().get(0).id();
            desks.google.trouble(GmailTrouble.cutWithin(100), get(slow), 3);
            for (int i = 0; i < 90; i++) {
                desks.clock.advance(Duration.ofMinutes(1));
                acme.fetch();
            }

            assertThat(acme.subjects()).containsExactly("Mail 1", "Mail 0");
            assertThat(acme.fetch().degraded()).isNull();
        }
    }

    @Test
    void a_proxy_that_answers_for_gmail_turns_no_message_into_a_note() throws Exception {
        try (Desks desks = new Desks();
                Reading acme = new Reading(desks, "acme")) {
            acme.arrive(20);
            desks.google.trouble(
                    GmailTrouble.answer(200, "text/html", "<html>sign in</html>"), "format=raw", Integer.MAX_VALUE);
            for (int i = 0; i < 60; i++) {
                pass(acme);
                desks.clock.advance(Duration.ofMinutes(20));
            }
            assertThat(acme.intake.items()).isEmpty();
            desks.google.behave();

            // Each is due again after as long as it has failed, at most.
            for (int i = 0; i < 80; i++) {
                desks.clock.advance(Duration.ofMinutes(20));
                acme.fetch();
            }

            assertThat(acme.subjects()).hasSize(20).doesNotContain(NOTE);
        }
    }

    @Test
    void many_bad_messages_in_a_row_do_not_shut_in_the_good_ones_behind_them() throws Exception {
        try (Desks desks = new Desks();
                Reading acme = new Reading(desks, "acme")) {
            acme.arrive(9);
            for (int i = 0; i < 7; i++) {
                desks.google.trouble(
                        GmailTrouble.backendError(),
                        get(acme.mailbox.messages().get(i).id()),
                        Integer.MAX_VALUE);
            }
            int passes = 1;
            while (!pass(acme)) {
                assertThat(++passes).isLessThan(5);
            }

            assertThat(acme.subjects()).containsExactly("Mail 7", "Mail 8");
        }
    }

    @Test
    void the_only_message_of_a_quiet_mailbox_is_tried_for_half_a_day() throws Exception {
        try (Desks desks = new Desks();
                Reading acme = new Reading(desks, "acme")) {
            acme.arrive(1);
            desks.google.trouble(GmailTrouble.backendError(), "format=raw", Integer.MAX_VALUE);
            for (int hour = 0; hour < 12; hour++) {
                acme.fetch();
                assertThat(acme.intake.items()).isEmpty();
                desks.clock.advance(Duration.ofHours(1));
            }
            for (int hour = 0; hour < 12; hour++) {
                acme.fetch();
                desks.clock.advance(Duration.ofHours(1));
            }

            assertThat(acme.subjects()).containsExactly(NOTE);
        }
    }

    @Test
    void a_mail_larger_than_gmail_takes_by_its_own_limits_is_streamed() throws Exception {
        try (Desks desks = new Desks();
                Reading acme = new Reading(desks, "acme")) {
            byte[] large = MessageSamples.mail("Large", ("0123456789".repeat(7) + "\r\n").repeat(58_000_000 / 72));
            acme.mailbox.receive(large);
            List<Long> lengths = new ArrayList<>();

            FetchResult result =
                    acme.channel().inbound().orElseThrow().fetch(null, counting(lengths), desks.clock.instant());

            assertThat(result.degraded()).isNull();
            assertThat(lengths).containsExactly((long) large.length);
        }
    }

    private static Intake counting(List<Long> lengths) {
        return new Intake() {
            private final Set<String> stored = new HashSet<>();

            @Override
            public CompletionStage<Accepted> accept(List<RawItem> items, @Nullable Cursor next) {
                for (RawItem item : items) {
                    stored.add(item.sourceKey());
                    try (InputStream in = item.body().open()) {
                        lengths.add(in.transferTo(OutputStream.nullOutputStream()));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
                return CompletableFuture.completedFuture(new Accepted(items.size(), 0));
            }

            @Override
            public Set<String> known(Collection<String> sourceKeys) {
                return Set.copyOf(stored);
            }
        };
    }
}
