package io.deskwire.adapter.helpdesks.chatwoot;

import io.deskwire.adapter.helpdesks.DeskwireDesk;
import io.deskwire.adapter.helpdesks.TenantSinks;
import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.config.ChannelConfig;
import io.deskwire.testkit.InMemoryStores;
import io.deskwire.testkit.contract.TicketSinkContract;
import io.deskwire.testkit.helpdesk.ChatwootSimulator;
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

/** Chatwoot keeps the contract of every sink; each tenant has one of their own. */
class ChatwootSinkContractTest implements TicketSinkContract {

    private final Map<String, ChatwootSimulator> simulators = new LinkedHashMap<>();

    @AfterEach
    void stop() {
        simulators.values().forEach(ChatwootSimulator::close);
    }

    @Override
    public TicketSink sink() {
        Map<String, TicketSink> sinks = new LinkedHashMap<>();
        ChatwootHelpdeskType type = new ChatwootHelpdeskType(
                new DeskwireDesk(
                        () -> {
                            throw new IllegalStateException("nobody answers here");
                        },
                        new InMemoryStores().conversations()),
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        for (String tenant : List.of("acme", "bolt")) {
            ChatwootSimulator chatwoot = new ChatwootSimulator("token of " + tenant, "secret", Instant.EPOCH);
            simulators.put(tenant, chatwoot);
            sinks.put(
                    tenant,
                    type.sink(
                            ChannelConfig.of(
                                    tenant,
                                    "desk",
                                    "chatwoot",
                                    Map.of(
                                            "api_base_url",
                                            chatwoot.url(),
                                            "api_token",
                                            "token of " + tenant,
                                            "account_id",
                                            1,
                                            "inbox_id",
                                            7),
                                    null),
                            new ChannelContext(EgressPolicy.privateAllowed(), AccessTokens.none())));
        }
        return new TenantSinks(sinks);
    }

    @Override
    public List<String> texts(TicketSink sink, String tenantId, TicketRef ticket) {
        return Objects.requireNonNull(simulators.get(tenantId)).messages(Long.parseLong(ticket.value())).stream()
                .map(message -> String.valueOf(message.get("content")))
                .toList();
    }
}
