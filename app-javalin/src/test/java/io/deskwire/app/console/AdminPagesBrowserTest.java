package io.deskwire.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.events.Events;
import io.deskwire.config.Secret;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An administrator gives an agent a token, changes a channel's document and takes that back; the agent sees none of it. */
class AdminPagesBrowserTest {

    private static final String CONFIGURATION = "/console/tenants/demo/channels/support/configuration";

    private ConsoleStage stage;
    private Browser browser;

    @BeforeEach
    void start() throws IOException {
        stage = ConsoleStage.start();
        browser = stage.browser;
        stage.signIn();
    }

    @AfterEach
    void stop() {
        if (stage != null) {
            stage.close();
        }
    }

    @Test
    void a_token_is_made_shown_once_used_and_revoked() {
        stage.open("/console/tokens");
        stage.shots("tokens-none");
        browser.type("#name", "Anna <b>at the desk</b>");
        browser.type("#tenant", "demo");
        browser.click(".token-form button");
        browser.sees("#new-token", "Anna <b>at the desk</b>");
        String secret = browser.text("#token-secret");
        assertThat(secret).startsWith("deskwire_");
        stage.shots("tokens-new");
        stage.open("/console/tokens");
        assertThat(browser.has("#token-secret")).isFalse();
        browser.sees(".token", "Anna <b>at the desk</b>");

        Visitor anna = new Visitor(stage.at(""));
        assertThat(anna.post("/console/sign-in", "token", secret).statusCode()).isEqualTo(303);
        assertThat(anna.get("/console/tenants/demo/tickets").statusCode()).isEqualTo(200);
        String channels = anna.get("/console/tenants/demo/channels").body();
        assertThat(channels).contains("support").doesNotContain("/pause\"").doesNotContain("/configuration\"");
        assertThat(anna.get("/console/tokens").statusCode()).isEqualTo(403);

        browser.click(".token .danger");
        browser.sees(".notice", "worth nothing any more");
        assertThat(anna.get("/console/tenants/demo/tickets").statusCode()).isEqualTo(303);
    }

    @Test
    void a_document_is_edited_compared_and_rolled_back() {
        stage.open(CONFIGURATION);
        assertThat(browser.text("h1")).isEqualTo("Configuration of support");
        browser.script("const d = document.querySelector('#document');"
                + " d.value = d.value.replace('\"is_active\"', '\"is_aktive\"').replace('\"host\"', '\"hosst\"')");
        browser.click(".config-part .primary");
        browser.sees("#problem", "is_aktive");
        browser.sees("#problem", "config.host");
        stage.shots("configuration-problems");

        stage.open(CONFIGURATION);
        browser.script("const d = document.querySelector('#document');"
                + " d.value = d.value.replace('support@demo.example', 'help@demo.example')");
        browser.click(".config-part .primary");
        browser.sees(".notice", "is saved");
        assertThat(browser.count(".version")).isEqualTo(2);
        browser.click(".version a");
        browser.sees(".diff", "help@demo.example");
        stage.shots("configuration-compared");
        browser.click(".version form button");
        browser.sees(".notice", "again that of version 1");
        assertThat(browser.count(".version")).isEqualTo(3);
        stage.shots("configuration");
    }

    @Test
    void subscriptions_show_how_they_are_and_tell_again() {
        stage.open("/console/tenants/demo/subscriptions");
        browser.sees(".empty-title", "Nobody is told");
        assertThat(stage.demo
                        .server()
                        .context()
                        .events()
                        .save(
                                "demo",
                                "warehouse",
                                new Events.Wanted(
                                        "http://127.0.0.1:9/a-rather-long-address/with/many/parts/of/a/path",
                                        List.of("channel.state_changed", "message.received"),
                                        List.of(Secret.of("s")),
                                        true)))
                .isEmpty();
        stage.demo.server().context().deskwire().channels().pause("demo", "support");
        browser.await("it fails", () -> {
            stage.open("/console/tenants/demo/subscriptions");
            return browser.text(".subscription").contains("Failing");
        });
        stage.shots("subscriptions");
        browser.click(".subscription .button");
        browser.sees(".notice", "told again");
    }
}
