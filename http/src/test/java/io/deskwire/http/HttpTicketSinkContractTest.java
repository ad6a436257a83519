package io.deskwire.http;

import io.deskwire.channel.EgressPolicy;
import io.deskwire.config.Secret;
import io.deskwire.json.Json;
import io.deskwire.testkit.contract.TicketSinkContract;
import io.deskwire.ticket.TicketRef;
import io.deskwire.ticket.TicketSink;
import java.net.InetAddress;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The sink in front of a helpdesk that does what a receiver of its events has to do. */
class HttpTicketSinkContractTest implements TicketSinkContract {

    private static final List<Secret> SECRETS = List.of(Secret.of("of the helpdesk"));

    private final HttpTransport transport = new HttpTransport(EgressPolicy.privateAllowed());
    private final MockWebServer server = new MockWebServer();
    private final Helpdesk helpdesk = new Helpdesk();

    @BeforeEach
    void start() throws Exception {
        server.setDispatcher(helpdesk);
        server.start(InetAddress.getLoopbackAddress(), 0);
    }

    @AfterEach
    void stop() {
        transport.close();
        server.close();
    }

    @Override
    public TicketSink sink() {
        return new HttpTicketSink(transport, URI.create("http://127.0.0.1:" + server.getPort() + "/events"), SECRETS);
    }

    @Override
    public List<String> texts(TicketSink sink, String tenantId, TicketRef ticket) {
        return helpdesk.texts(tenantId, ticket.value());
    }

    /** Tickets per tenant; recognises repeats by the message's id; refuses what is not signed. */
    private static final class Helpdesk extends Dispatcher {
        private final StandardWebhooks signer = new StandardWebhooks(SECRETS);
        private final Map<String, List<String>> textsByTicket = new HashMap<>();
        private final Map<String, String> ticketByMessage = new HashMap<>();

        synchronized List<String> texts(String tenant, String ticket) {
            return List.copyOf(textsByTicket.getOrDefault(tenant + "/" + ticket, List.of()));
        }

        @Override
        public MockResponse dispatch(RecordedRequest request) {
            byte[] body = Objects.requireNonNull(request.getBody()).toByteArray();
            String id = header(request, "webhook-id");
            Instant sent = Instant.ofEpochSecond(Long.parseLong(header(request, "webhook-timestamp")));
            if (!signer.signature(id, sent, body).equals(header(request, "webhook-signature"))) {
                return answer(401, Map.of());
            }
            Map<String, Object> event = Json.strict().parseObject(body);
            String tenant = String.valueOf(event.get("tenant_id"));
            Map<?, ?> message = (Map<?, ?>) Objects.requireNonNull(event.get("message"));
            return file(tenant, id, (String) event.get("ticket_id"), String.valueOf(message.get("text")));
        }

        private synchronized MockResponse file(String tenant, String id, @Nullable String known, String text) {
            String before = ticketByMessage.get(tenant + "/" + id);
            if (before != null) {
                return answer(200, Map.of("ticket_id", before, "duplicate", true));
            }
            boolean ours = known != null && textsByTicket.containsKey(tenant + "/" + known);
            String ticket = ours ? Objects.requireNonNull(known) : "T-" + (textsByTicket.size() + 1);
            textsByTicket
                    .computeIfAbsent(tenant + "/" + ticket, key -> new ArrayList<>())
                    .add(text);
            ticketByMessage.put(tenant + "/" + id, ticket);
            return answer(ours ? 200 : 201, Map.of("ticket_id", ticket));
        }

        private static String header(RecordedRequest request, String name) {
            return Objects.requireNonNull(request.getHeaders().get(name), name);
        }

        private static MockResponse answer(int status, Map<String, Object> body) {
            return new MockResponse.Builder()
                    .code(status)
                    .body(Json.write(body))
                    .build();
        }
    }
}
