package io.deskwire.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.Channel;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.channel.WebhookChannel;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.ChannelConfig;
import io.deskwire.engine.WebhookShares.Claim;
import io.deskwire.message.Envelope;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WebhookSharesTest {

    private final OpenChannel support = channel("acme", "support");
    private final OpenChannel sales = channel("acme", "sales");
    private final OpenChannel other = channel("globex", "other");

    private static OpenChannel channel(String tenant, String name) {
        return new OpenChannel(
                ChannelConfig.of(tenant, name, "mail", Map.of(), null),
                List.of(),
                new Named(Set.of("address:" + name)),
                Instant.EPOCH);
    }

    private static RawItem item(String key, String... meta) {
        Map<String, String> notes = new HashMap<>();
        for (int i = 0; i < meta.length; i += 2) {
            notes.put(meta[i], meta[i + 1]);
        }
        return new RawItem(key, "mail", Envelope.unknown(), null, notes, RawBody.of(new byte[] {1}));
    }

    private static RawItem foreign(String key, String name) {
        return item(key, RawItem.FOREIGN, "address:" + name);
    }

    private static Claim claim(OpenChannel channel, RawItem... items) {
        return new Claim(
                channel, new WebhookChannel.Received.Items(List.of(items), WebhookChannel.Answer.of(200), null));
    }

    private static List<List<String>> keys(WebhookShares shares) {
        return shares.own().stream()
                .map(claim ->
                        claim.items().items().stream().map(RawItem::sourceKey).toList())
                .toList();
    }

    @Test
    void each_channel_gets_what_names_nobody_else() {
        WebhookShares shares = new WebhookShares(
                List.of(
                        claim(support, item("1"), foreign("2", "sales")),
                        claim(sales, foreign("1", "support"), item("2"))),
                false);
        assertThat(keys(shares)).containsExactly(List.of("1"), List.of("2"));
        assertThat(shares.left()).isEmpty();
        assertThat(shares.isClaimedTwice()).isFalse();
    }

    @Test
    void what_no_channel_here_takes_is_left() {
        WebhookShares shares = new WebhookShares(List.of(claim(support, item("1"), foreign("2", "nobody"))), true);
        assertThat(shares.left()).extracting(RawItem::sourceKey).containsExactly("2");
    }

    @Test
    void what_names_a_stranger_and_a_channel_that_takes_it_is_not_left() {
        RawItem toBoth = item("1", RawItem.FOREIGN, "address:unknown", RawItem.ALSO, "address:sales");
        WebhookShares shares = new WebhookShares(
                List.of(claim(support, toBoth), claim(sales, item("1", RawItem.ALSO, "address:unknown"))), true);
        assertThat(keys(shares)).containsExactly(List.of(), List.of("1"));
        assertThat(shares.left()).isEmpty();
    }

    @Test
    void two_tenants_who_take_the_same_for_theirs_alone_are_a_conflict() {
        List<Claim> claims = List.of(claim(support, item("1")), claim(other, item("1")));
        assertThat(new WebhookShares(claims, false).isClaimedTwice()).isTrue();
        assertThat(keys(new WebhookShares(claims, true))).containsExactly(List.of("1"), List.of());
    }

    @Test
    void a_mail_to_both_is_both_ones() {
        List<Claim> claims = List.of(
                claim(support, item("1", RawItem.ALSO, "address:third address:other")),
                claim(other, item("1", RawItem.ALSO, "address:support")));
        assertThat(new WebhookShares(claims, false).isClaimedTwice()).isFalse();
        assertThat(keys(new WebhookShares(claims, true))).containsExactly(List.of("1"), List.of("1"));
    }

    @Test
    void an_event_that_names_nobody_may_be_anybodys() {
        List<Claim> claims =
                List.of(claim(support, item("1", RawItem.ANYBODYS, "")), claim(other, item("1", RawItem.ANYBODYS, "")));
        assertThat(new WebhookShares(claims, false).isClaimedTwice()).isFalse();
        assertThat(keys(new WebhookShares(claims, true))).containsExactly(List.of("1"), List.of("1"));
    }

    /** A channel that has keys and nothing else. */
    private record Named(Set<String> keys) implements Channel, WebhookChannel {
        @Override
        public Optional<WebhookChannel> webhook() {
            return Optional.of(this);
        }

        @Override
        public Received receive(WebhookRequest request) {
            return new Received.Nothing(Answer.of(200));
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }
}
