package io.deskwire.adapter.helpdesks.zendesk;

import io.deskwire.adapter.helpdesks.DeskwireDesk;
import io.deskwire.adapter.helpdesks.TenantSinks;
import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.config.ChannelConfig;
import io.deskwire.testkit.InMemoryStores;
import io.deskwire.testkit.contract.TicketSinkContract;
import io.deskwire.testkit.helpdesk.ZendeskSimulator;
import io.deskwire.ticket.TicketRef;
import io.deskwire.ticket.TicketSink;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;

/** Zendesk keeps the contract of every sink; each tenant has one of their own. */
class ZendeskSinkContractTest implements TicketSinkContract {

    private final Map<String, ZendeskSimulator> simulators = new LinkedHashMap<>();

    @AfterEach
    void stop() {
        simulators.values().forEach(ZendeskSimulator::close);
    }

    @Override
    public TicketSink sink() {
        Map<String, TicketSink> sinks = new LinkedHashMap<>();
        ZendeskHelpdeskType type = new ZendeskHelpdeskType(
                new DeskwireDesk(
                        () -> {
                            throw new IllegalStateException("nobody answers here");
                        },
                        new InMemoryStores().conversations()),
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        for (String tenant : List.of("acme", "bolt")) {
            ZendeskSimulator zendesk =
                    new ZendeskSimulator("admin@desk.example", "token of " + tenant, "secret", Instant.EPOCH);
            simulators.put(tenant, zendesk);
            sinks.put(
                    tenant,
                    type.sink(
                            ChannelConfig.of(
                                    tenant,
                                    "desk",
                                    "zendesk",
                                    Map.of(
                                            "api_base_url",
                                            zendesk.url(),
                                            "api_user",
                                            "admin@desk.example",
                                            "api_token",
                                            "token of " + tenant),
                                    null),
                            new ChannelContext(EgressPolicy.privateAllowed(), AccessTokens.none())));
        }
        return new TenantSinks(sinks);
    }

    @Override
    public List<String> texts(TicketSink sink, String tenantId, TicketRef ticket) {
        return Objects.requireNonNull(simulators.get(tenantId)).comments(Long.parseLong(ticket.value())).stream()
                .map(comment -> String.valueOf(comment.get("body")))
                .toList();
    }
}
