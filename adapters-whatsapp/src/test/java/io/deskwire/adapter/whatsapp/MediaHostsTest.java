package io.deskwire.adapter.whatsapp;

import static io.deskwire.adapter.whatsapp.Simulated.ACME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Content;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaHostsTest {

    private static MediaHosts hosts(Flavour flavour) {
        try (Simulated sample = new Simulated(flavour)
                .with("api_base_url", "https://api.example.net/v25.0")
                .with("media_hosts", List.of("cdn.example.com"))) {
            return new MediaHosts(SettingsParser.parse(sample.config(ACME)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://lookaside.fbsbx.com/x", "https://graph.facebook.com/x", "https://a.b.fbcdn.net/x",
                "https://media.whatsapp.net/x", "https://api.example.net/x", "https://CDN.example.com/x"
            })
    void the_providers_own_hosts_see_the_token(String address) {
        assertThat(hosts(Flavour.META).isAllowed(URI.create(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://lookaside.fbsbx.com/x",
                "https://fbcdn.net.evil.example/x",
                "https://evilfbcdn.net/x",
                "https://lookaside.fbsbx.com.evil.example/x",
                "https://graph.facebook.com@evil.example/x",
                "https://evil.example/lookaside.fbsbx.com",
                "ftp://lookaside.fbsbx.com/x",
                "file:///etc/passwd",
                "https://api.example.net.evil/x",
                "mailto:x@fbcdn.net",
                "//lookaside.fbsbx.com/x",
                "https://whatsapp.net./x"
            })
    void nobody_else_does(String address) {
        for (Flavour flavour : Flavour.values()) {
            assertThat(hosts(flavour).isAllowed(URI.create(address))).isFalse();
        }
    }

    @Test
    void the_key_of_360dialog_stays_with_360dialog() {
        MediaHosts hosts = hosts(Flavour.DIALOG_360);
        URI given = URI.create("https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1&hash=a%2Fb");
        assertThat(hosts.isAllowed(given)).isFalse();
        assertThat(hosts.reachable(given))
                .hasToString("https://api.example.net/v25.0/whatsapp_business/attachments/?mid=1&hash=a%2Fb");
        assertThat(hosts.isAllowed(hosts.reachable(given))).isTrue();
    }

    @Test
    void an_address_in_a_webhook_at_a_strangers_host_is_never_called() throws Exception {
        try (Scripted stranger = new Scripted((asked, exchange) -> Scripted.answer(exchange, 200, "image/jpeg", "x"));
                Simulated sample = new Simulated(Flavour.META)) {
            String url = stranger.base().replace("127.0.0.1", "localhost") + "/x?ext=99999999999";
            Content raw = Content.of(Bodies.envelope("{\"from\":\"16505551234\",\"id\":\"wamid.A\",\"timestamp\":"
                            + "\"1749416383\",\"type\":\"image\",\"image\":{\"mime_type\":\"image/jpeg\",\"url\":\""
                            + url
                            + "\"}}")
                    .getBytes(StandardCharsets.UTF_8));
            ChannelException refusal = catchThrowableOfType(
                    ChannelException.class,
                    () -> sample.channel(ACME).media().orElseThrow().fetch(raw, Map.of(), 0, in -> {
                        throw new AssertionError("kept");
                    }));
            assertThat(refusal.kind()).isEqualTo(FailureKind.UNSUPPORTED);
            assertThat(stranger.asked()).isEmpty();
        }
    }

    @Test
    void a_token_that_left_the_way_does_not_come_back() throws Exception {
        AtomicReference<String> base = new AtomicReference<>("");
        try (Scripted host = new Scripted((asked, exchange) -> redirects(asked, exchange, base.get()));
                Simulated sample = new Simulated(Flavour.META)
                        .with("api_base_url", host.base() + "/v25.0")
                        .with("media_hosts", List.of("localhost"))) {
            base.set(host.base());
            Content raw = Content.of(Bodies.envelope("{\"from\":\"16505551234\",\"id\":\"wamid.A\",\"timestamp\":"
                            + "\"1749416383\",\"type\":\"image\",\"image\":{\"id\":\"77\"}}")
                    .getBytes(StandardCharsets.UTF_8));
            sample.channel(ACME).media().orElseThrow().fetch(raw, Map.of(), 0, in -> Content.of(in.readAllBytes()));
            assertThat(host.asked())
                    .extracting(a -> a.uri().getPath() + " " + a.has("Authorization"))
                    .containsExactly("/v25.0/77 true", "/one true", "/two false", "/three false");
            base.set(host.base() + "/loop");
            ChannelException refusal = catchThrowableOfType(
                    ChannelException.class,
                    () -> sample.channel(ACME)
                            .media()
                            .orElseThrow()
                            .fetch(raw, Map.of(), 0, in -> Content.of(in.readAllBytes())));
            assertThat(refusal).hasMessageContaining("again and again");
        }
    }

    private static void redirects(Scripted.Asked asked, HttpExchange exchange, String base) throws IOException {
        String path = asked.uri().getPath();
        String elsewhere = base.replace("127.0.0.1", "localhost");
        switch (path) {
            case "/v25.0/77" -> Scripted.json(exchange, 200, Map.of("url", base + "/one", "file_size", "1"));
            case "/one" -> to(exchange, elsewhere + "/two");
            case "/two" -> to(exchange, base + "/three");
            case "/three" -> Scripted.answer(exchange, 200, "image/jpeg", "x");
            default -> to(exchange, "/loop/more");
        }
    }

    private static void to(HttpExchange exchange, String location) throws IOException {
        exchange.getResponseHeaders().add("Location", location);
        exchange.sendResponseHeaders(302, -1);
    }
}
