package io.deskwire.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Setting;
import io.deskwire.app.Settings;
import io.deskwire.app.demo.Demo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Somebody reads how the API is called, and calls it from the page: in a real Chromium, under the console's policy. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiPageBrowserTest {

    private static final Path SHOTS = Path.of("target", "screenshots");

    private Demo demo;
    private Browser browser;

    @BeforeAll
    void start() throws IOException {
        browser = Browser.start();
        demo = Demo.start(Settings.read(Map.of(Setting.PORT, "0"), Map.of()));
    }

    @AfterAll
    void stop() {
        if (browser != null) {
            browser.close();
        }
        if (demo != null) {
            demo.stop();
        }
    }

    private void shots(String name) {
        for (boolean dark : new boolean[] {false, true}) {
            browser.dark(dark);
            for (int width : new int[] {1280, 360}) {
                browser.size(width, width == 360 ? 740 : 1000);
                assertThat(browser.script("return document.documentElement.scrollWidth <= window.innerWidth"))
                        .as(name + " at " + width)
                        .isEqualTo(true);
                browser.screenshot(SHOTS.resolve(name + "-" + width + (dark ? "-dark" : "") + ".png"));
            }
        }
        browser.dark(false);
        browser.size(1280, 1000);
    }

    @Test
    void a_call_is_read_copied_and_tried() {
        browser.size(1280, 1000);
        browser.open(demo.server().address() + "/docs");
        browser.sees("h1", "HTTP API");
        assertThat(browser.count("details.api-operation[id]")).isGreaterThan(80);
        shots("api");

        browser.click("#listChannels > summary");
        assertThat(String.valueOf(browser.script("return document.getElementById('curl-listChannels').value")))
                .contains("curl -H \"Authorization: Bearer $DESKWIRE_ADMIN_TOKEN\"")
                .contains(demo.server().address() + "/api/v1/tenants/acme/channels'");
        browser.click("#listChannels button[type=submit]");
        browser.sees("#listChannels output", "Enter the admin token");
        browser.type("#api-token", demo.server().adminToken().token().reveal());
        browser.script("document.getElementById('listChannels-tenant').value = 'demo'");
        browser.click("#listChannels button[type=submit]");
        browser.sees("#listChannels output", "200");
        browser.sees("#listChannels output", "\"channel_id\": \"support\"");

        browser.click("#changeTicket > summary");
        browser.script("document.getElementById('changeTicket-tenant').value = 'demo'");
        browser.script("const s = document.getElementById('changeTicket-example'); s.selectedIndex = 1;"
                + " s.dispatchEvent(new Event('change', {bubbles: true}))");
        assertThat(String.valueOf(browser.script("return document.getElementById('changeTicket-body').value")))
                .contains("\"assignee\" : \"ben\"");
        browser.click("#changeTicket button[type=submit]");
        browser.sees("#changeTicket output", "404");
        browser.sees("#changeTicket output", "there is no ticket 01JDCK");

        browser.open(demo.server().address() + "/docs#schema-Message");
        browser.sees("#schema-Message", "reply_confidence");
        browser.script("document.getElementById('changeTicket').open = true");
        shots("api-open");
        // The 404 above is what was asked for; nothing else is complained about, no policy least of all.
        assertThat(browser.complaints()).allMatch(line -> line.contains("404"));
    }
}
