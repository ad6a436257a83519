package io.deskwire.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.DeskwireListener;
import io.deskwire.channel.ChannelState;
import io.deskwire.channel.ChannelStates;
import io.deskwire.channel.ChannelTransition;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    private static final Instant NOW = Instant.parse("2026-03-02T12:34:56Z");

    private final Written written = new Written();
    private final Set<String> channels = new HashSet<>(Set.of("acme/mail", "bolt/mail"));
    private final Arrivals arrivals = new Arrivals(
            written,
            (tenant, channel) -> channels.contains(tenant + "/" + channel),
            new DeskwireListener() {},
            Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void what_came_is_written_once_by_the_hour() {
        arrivals.received("acme", "mail", 2, 0);
        arrivals.received("acme", "mail", 1, 5);
        arrivals.received("bolt", "mail", 0, 3);
        arrivals.write(NOW);
        arrivals.write(NOW);

        assertThat(written.lines).containsExactly("acme/mail 2026-03-02T12:00:00Z 3");
    }

    @Test
    void nothing_is_written_of_a_channel_that_was_removed_meanwhile() {
        arrivals.received("acme", "mail", 2, 0);
        arrivals.received("bolt", "mail", 1, 0);
        channels.remove("acme/mail");
        arrivals.write(NOW);

        assertThat(written.lines).containsExactly("bolt/mail 2026-03-02T12:00:00Z 1");
    }

    private static final class Written implements ChannelStates {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void arrived(String tenantId, String channelId, Instant at, long items) {
            lines.add(tenantId + "/" + channelId + " " + at + " " + items);
        }

        @Override
        public Optional<ChannelState> find(String tenantId, String channelId) {
            return Optional.empty();
        }

        @Override
        public List<ChannelState> ofTenant(String tenantId) {
            return List.of();
        }

        @Override
        public ChannelState update(String tenantId, String channelId, Instant now, UnaryOperator<ChannelState> change) {
            return change.apply(ChannelState.fresh(tenantId, channelId, now));
        }

        @Override
        public void remove(String tenantId, String channelId) {
            lines.clear();
        }

        @Override
        public List<ChannelTransition> transitions(String tenantId, String channelId, int limit) {
            return List.of();
        }

        @Override
        public Map<String, NavigableMap<Instant, Long>> arrivals(String tenantId, Instant from) {
            return Map.of();
        }
    }
}
