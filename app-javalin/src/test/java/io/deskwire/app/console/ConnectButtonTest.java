package io.deskwire.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Await;
import io.deskwire.app.Server;
import io.deskwire.app.Setting;
import io.deskwire.app.Settings;
import io.deskwire.channel.ChannelState;
import io.deskwire.channel.ChannelState.Status;
import io.deskwire.config.ChannelConfig;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The button that sends an operator to the provider. */
class ConnectButtonTest {

    private static final String PAGE = "/console/tenants/t/channels";
    private static final String BUTTON = "/c/connect\"";

    private Server server;
    private Visitor visitor;

    @BeforeEach
    void start(@TempDir Path folder) {
        server = Server.start(
                Settings.read(
                        Map.of(
                                Setting.PORT, "0",
                                Setting.DATA_DIR, folder.toString(),
                                Setting.ALLOW_PRIVATE_ENDPOINTS, "true"),
                        Map.of()),
                Clock.systemUTC());
        visitor = new Visitor(server.address());
        visitor.get(Console.signInPath(server.context()));
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private void put(Map<String, Object> more) {
        Map<String, Object> config = new LinkedHashMap<>(Map.of(
                "host",
                "127.0.0.1",
                "port",
                9,
                "use_ssl",
                false,
                "use_tls",
                false,
                "username",
                "support@tenant.example"));
        config.putAll(more);
        assertThat(server.context()
                        .deskwire()
                        .channels()
                        .save(ChannelConfig.of("t", "c", "imap", config, "support@tenant.example")))
                .isEmpty();
    }

    private static Map<String, Object> oauth(String authorizeUrl) {
        return Map.of(
                "auth",
                "xoauth2",
                "client_id",
                "id",
                "token_url",
                "http://127.0.0.1:9/token",
                "authorize_url",
                authorizeUrl);
    }

    @Test
    void a_channel_with_a_password_has_no_button() throws Exception {
        put(Map.of("password", "p"));
        HttpResponse<String> page = visitor.get(PAGE);
        assertThat(page.body()).doesNotContain(BUTTON);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("form-action 'self';");
    }

    @Test
    void the_button_leads_to_the_provider_and_only_our_own_page_can_press_it() throws Exception {
        put(oauth("https://login.example:444/authorize?p=1"));
        HttpResponse<String> page = visitor.get(PAGE);
        assertThat(page.body()).contains(BUTTON, "Connect account");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("form-action 'self' ", "https://login.example:444", server.address());

        assertThat(visitor.post(PAGE + "/c/connect").statusCode()).isEqualTo(403);
        HttpResponse<String> pressed = visitor.post(PAGE + "/c/connect", "_csrf", visitor.csrf(PAGE));

        assertThat(pressed.statusCode()).isEqualTo(303);
        assertThat(pressed.headers().firstValue("Location").orElseThrow())
                .startsWith("https://login.example:444/authorize?p=1&")
                .contains("code_challenge_method=S256", "&state=");
        assertThat(pressed.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void a_channel_that_was_connected_and_is_refused_is_connected_again() throws Exception {
        put(oauth("https://login.example/authorize"));
        Await.until(this::inbound, Status.AUTH_ERROR::equals);
        assertThat(visitor.get(PAGE).body()).contains("Connect account").doesNotContain("Connect again");
        Map<String, Object> connected = new LinkedHashMap<>(oauth("https://login.example/authorize"));
        connected.put("refresh_token", "r");
        // No token endpoint can be called by an address with a user name in it: refused for good.
        connected.put("token_url", "http://u@127.0.0.1:9/token");
        ChannelState.Side before = side();
        put(connected);
        // The state of the document before is shown until the new one has been tried.
        Await.until(
                this::side,
                now -> now.status() == Status.AUTH_ERROR && now.since().isAfter(before.since()));
        assertThat(visitor.get(PAGE).body()).contains("Connect again").doesNotContain("Connect account");
    }

    @Test
    void a_channel_without_a_consent_is_not_led_anywhere() throws Exception {
        put(Map.of("password", "p"));
        HttpResponse<String> pressed = visitor.post(PAGE + "/c/connect", "_csrf", visitor.csrf(PAGE));
        assertThat(pressed.headers().firstValue("Location")).contains(PAGE);
        assertThat(visitor.get(PAGE).body()).contains("cannot be connected");
    }

    private Status inbound() {
        return side().status();
    }

    private ChannelState.Side side() {
        return server.context()
                .deskwire()
                .channels()
                .find("t", "c")
                .orElseThrow()
                .state()
                .inbound();
    }
}
