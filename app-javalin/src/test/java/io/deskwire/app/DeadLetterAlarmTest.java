package io.deskwire.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.deskwire.config.ChannelConfig;
import io.deskwire.intake.DeadLetter;
import io.deskwire.intake.DeadLetters;
import io.deskwire.testkit.FakeChannelType;
import io.deskwire.testkit.InMemoryConfigStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class DeadLetterAlarmTest {

    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

    private final InMemoryConfigStore config = new InMemoryConfigStore();
    private final Logger log = (Logger) LoggerFactory.getLogger(DeadLetterAlarm.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
        for (String tenant : List.of("late", "fresh", "clean")) {
            ChannelConfig channel = FakeChannelType.config(tenant, "box");
            config.put(channel);
            config.put(FakeChannelType.config(tenant, "other"));
        }
    }

    @AfterEach
    void stopListening() {
        log.detachAppender(lines);
    }

    @Test
    void the_log_warns_of_tenants_whose_dead_letters_wait_too_long_and_of_no_others() {
        run(Duration.ofHours(24));

        assertThat(lines.list).hasSize(1);
        assertThat(lines.list.get(0).getLevel()).isEqualTo(Level.WARN);
        assertThat(lines.list.get(0).getFormattedMessage())
                .isEqualTo("5 dead letters of tenant late wait for somebody, the oldest for 50 hours");
    }

    @Test
    void nobody_is_warned_who_does_not_want_it() {
        run(Duration.ZERO);

        assertThat(lines.list).isEmpty();
    }

    private void run(Duration patience) {
        Map<String, List<DeadLetters.Group>> stored =
                Map.of("late", List.of(group(3, 1), group(2, 50)), "fresh", List.of(group(7, 24)), "clean", List.of());
        new DeadLetterAlarm(config, stored::get, patience).job().work().run(NOW, () -> true);
    }

    private static DeadLetters.Group group(long count, int hours) {
        Instant oldest = NOW.minus(Duration.ofHours(hours));
        return new DeadLetters.Group(DeadLetter.Stage.values()[0], "broken", count, oldest, NOW);
    }
}
