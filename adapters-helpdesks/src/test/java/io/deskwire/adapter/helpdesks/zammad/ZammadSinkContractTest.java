package io.deskwire.adapter.helpdesks.zammad;

import io.deskwire.adapter.helpdesks.DeskwireDesk;
import io.deskwire.adapter.helpdesks.TenantSinks;
import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.config.ChannelConfig;
import io.deskwire.testkit.InMemoryStores;
import io.deskwire.testkit.contract.TicketSinkContract;
import io.deskwire.testkit.helpdesk.ZammadSimulator;
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

/** Zammad keeps the contract of every sink; each tenant has one of their own. */
class ZammadSinkContractTest implements TicketSinkContract {

    private final Map<String, ZammadSimulator> simulators = new LinkedHashMap<>();

    @AfterEach
    void stop() {
        simulators.values().forEach(ZammadSimulator::close);
    }

    @Override
    public TicketSink sink() {
        Map<String, TicketSink> sinks = new LinkedHashMap<>();
        ZammadHelpdeskType type = new ZammadHelpdeskType(
                new DeskwireDesk(
                        () -> {
                            throw new IllegalStateException("nobody answers here");
                        },
                        new InMemoryStores().conversations()),
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        for (String tenant : List.of("acme", "bolt")) {
            ZammadSimulator zammad = new ZammadSimulator("token of " + tenant, "secret");
            simulators.put(tenant, zammad);
            sinks.put(
                    tenant,
                    type.sink(
                            ChannelConfig.of(
                                    tenant,
                                    "desk",
                                    "zammad",
                                    Map.of("api_base_url", zammad.url(), "api_token", "token of " + tenant),
                                    null),
                            new ChannelContext(EgressPolicy.privateAllowed(), AccessTokens.none())));
        }
        return new TenantSinks(sinks);
    }

    @Override
    public List<String> texts(TicketSink sink, String tenantId, TicketRef ticket) {
        return Objects.requireNonNull(simulators.get(tenantId)).articles(Long.parseLong(ticket.value())).stream()
                .map(article -> String.valueOf(article.get("body")))
                .toList();
    }
}
