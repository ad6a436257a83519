package io.deskwire.testkit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.Deskwire;
import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelType;
import io.deskwire.channel.ContentSource;
import io.deskwire.channel.Decoder;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.config.Secret;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Envelope;
import io.deskwire.mime.MimeDecoder;
import io.deskwire.testkit.InMemoryConfigStore;
import io.deskwire.testkit.InMemoryStores;
import io.deskwire.testkit.RecordingTicketSink;
import io.deskwire.testkit.SettableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A notice that a mail lies somewhere else: it is fetched, and tried for again, and never lost when the store is away. */
class ContentElsewherePipelineTest {

    private final SettableClock clock = SettableClock.at(Instant.parse("2026-03-02T12:00:00Z"));
    private final InMemoryStores stores = new InMemoryStores();
    private final RecordingTicketSink sink = new RecordingTicketSink();
    private final Deque<ChannelException> failures = new ArrayDeque<>();
    private Deskwire deskwire;
    private int fetched;

    @BeforeEach
    void start() {
        InMemoryConfigStore config = new InMemoryConfigStore();
        config.put(ChannelConfig.of("acme", "mail", "elsewhere", Map.of(), "support@acme.example"));
        deskwire = Deskwire.builder(stores, config, sink, Secret.of("a key for tests that is long enough"))
                .channelType(new ElsewhereType())
                .clock(clock)
                .build();
    }

    @AfterEach
    void stop() {
        deskwire.close();
    }

    private void pointer(String key) {
        deskwire.channels()
                .receive(
                        "acme",
                        "mail",
                        new RawItem(
                                "notice-" + key,
                                "pointer",
                                Envelope.unknown(),
                                null,
                                Map.of(RawItem.ELSEWHERE, key),
                                RawBody.of(key.getBytes(StandardCharsets.UTF_8))));
        run();
    }

    private void run() {
        while (!deskwire.runOnce().isIdle()) {
            // Each round may make more work due.
        }
    }

    private void later(Duration time) {
        clock.advance(time);
        run();
    }

    @Test
    void what_a_notice_names_becomes_a_ticket_once() {
        pointer("one");
        pointer("one");
        pointer("two");

        assertThat(sink.calls())
                .extracting(call -> call.message().text().strip())
                .containsExactly("I am one", "I am two");
        assertThat(stores.inbox().backlog("acme")).isZero();
    }

    @Test
    void while_the_place_cannot_be_reached_it_is_tried_again_for_days() {
        for (int i = 0; i < 6; i++) {
            failures.add(ChannelException.of(FailureKind.TRANSIENT, "the file store is away"));
        }
        pointer("one");
        assertThat(sink.calls()).isEmpty();

        later(Duration.ofMinutes(1));
        later(Duration.ofMinutes(10));
        later(Duration.ofHours(1));
        later(Duration.ofHours(3));
        later(Duration.ofHours(6));
        later(Duration.ofHours(24));

        assertThat(sink.calls()).hasSize(1);
        assertThat(fetched).isEqualTo(7);
        assertThat(deskwire.deadLetters().count("acme")).isZero();
    }

    @Test
    void what_is_gone_is_a_dead_letter_that_can_be_tried_again() {
        failures.add(ChannelException.of(FailureKind.NOT_FOUND, "there is no such object"));
        pointer("one");

        var letters = deskwire.deadLetters().list("acme", null, 10).items();
        assertThat(letters)
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).contains("there is no such object"));
        assertThat(deskwire.redeliver("acme", letters.get(0).id())).isTrue();
        run();
        assertThat(sink.calls()).hasSize(1);
    }

    private final class ElsewhereType implements ChannelType {
        @Override
        public String id() {
            return "elsewhere";
        }

        @Override
        public Set<String> secretFields() {
            return Set.of();
        }

        @Override
        public List<ConfigProblem> check(ChannelConfig channel) {
            return List.of();
        }

        @Override
        public Channel open(ChannelConfig channel, ChannelContext context) {
            return new Channel() {
                @Override
                public Optional<ContentSource> contents() {
                    return Optional.of((pointer, meta, intake) -> {
                        fetched++;
                        ChannelException failure = failures.pollFirst();
                        if (failure != null) {
                            throw failure;
                        }
                        String key = String.valueOf(meta.get(RawItem.ELSEWHERE));
                        String mail = "From: ann@customer.example\r\nSubject: " + key + "\r\n\r\nI am " + key + "\r\n";
                        intake.accept(
                                        List.of(new RawItem(
                                                "object-" + key,
                                                MimeDecoder.FORMAT,
                                                Envelope.unknown(),
                                                null,
                                                Map.of(),
                                                RawBody.of(mail.getBytes(StandardCharsets.UTF_8)))),
                                        null)
                                .toCompletableFuture()
                                .join();
                    });
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public Map<String, Decoder> decoders() {
            return Map.of(MimeDecoder.FORMAT, new MimeDecoder());
        }
    }
}
