package io.deskwire.adapter.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelMemory;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.channel.PublicFiles;
import io.deskwire.channel.SendResult;
import io.deskwire.config.Secret;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.json.Json;
import io.deskwire.message.Content;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.testkit.RecordingIntake;
import io.deskwire.testkit.graph.GraphTrouble;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links and redirects that lead elsewhere: nobody there sees a token, nor anything at all. */
class ForeignLinkTest {

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private HttpServer foreign;
    private String foreignBase;

    @BeforeEach
    void start() throws Exception {
        foreign = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        foreign.createContext("/", exchange -> {
            seen.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        foreign.start();
        foreignBase = "http://127.0.0.1:" + foreign.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        foreign.stop(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"@odata.nextLink", "@odata.deltaLink"})
    void a_link_to_another_place_is_not_followed(String name) throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            RecordingIntake intake = new RecordingIntake();
            String body = Json.write(Map.of("value", List.of(), name, foreignBase + "/v1.0/users/x/delta?token=1"));
            office.graph.trouble(GraphTrouble.answer(200, Map.of(), "application/json", body), "delta", 1);

            assertThatThrownBy(() -> {
                        channel.inbound().orElseThrow().fetch(null, intake, Office.NOW);
                        channel.inbound().orElseThrow().fetch(intake.cursor(), intake, Office.NOW);
                    })
                    .isInstanceOfSatisfying(
                            ChannelException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.PERMANENT));
            assertThat(seen).isEmpty();
        }
    }

    @Test
    void a_redirect_is_not_followed() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            office.graph.trouble(
                    GraphTrouble.answer(307, Map.of("Location", foreignBase + "/v1.0/"), "text/plain", ""), "/v1.0/");

            assertThatThrownBy(() -> channel.inbound().orElseThrow().fetch(null, new RecordingIntake(), Office.NOW))
                    .isInstanceOf(ChannelException.class);
            OutboundMessage mail = MessageSamples.outbound().build();
            // Whoever redirects may have let Graph have it first.
            assertThat(channel.outbound().orElseThrow().send(mail, mail.recipients()))
                    .isInstanceOf(SendResult.Uncertain.class);
            assertThat(seen).isEmpty();
        }
    }

    @Test
    void files_are_uploaded_to_microsoft_only() throws Exception {
        try (Office office = Office.appOnly();
                Channel channel = office.open(Map.of())) {
            // Another host; the same host on another port is the stand-in's own business.
            String body = Json.write(Map.of(
                    "uploadUrl",
                    "http://localhost:" + foreign.getAddress().getPort() + "/upload",
                    "nextExpectedRanges",
                    List.of("0-")));
            office.graph.trouble(
                    GraphTrouble.answer(201, Map.of(), "application/json", body), "createUploadSession", 1);
            OutboundMessage mail = MessageSamples.outbound()
                    .attach(new OutboundAttachment("a", "text/plain", null, Content.of(new byte[4_000_000])))
                    .build();

            assertThatThrownBy(() -> channel.outbound().orElseThrow().send(mail, mail.recipients()))
                    .isInstanceOf(ChannelException.class)
                    .hasMessageContaining("localhost");
            assertThat(seen).isEmpty();
        }
    }

    @Test
    void an_address_inside_is_not_connected_to() throws Exception {
        AccessTokens tokens = (grant, refused) -> Secret.of("token");
        ChannelContext context =
                new ChannelContext(EgressPolicy.publicOnly(), tokens, ChannelMemory.none(), PublicFiles.none());
        try (Office office = Office.appOnly();
                Channel channel = office.type.open(office.config(Map.of("api_base_url", foreignBase)), context)) {
            assertThatThrownBy(() -> channel.inbound().orElseThrow().fetch(null, new RecordingIntake(), Office.NOW))
                    .isInstanceOfSatisfying(
                            ChannelException.class, e -> assertThat(e.hint()).isPresent());
            assertThat(seen).isEmpty();
        }
    }
}
