package io.deskwire.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every page of the console is looked through by axe (WCAG 2.1 A and AA), by day and by night, on a desk and on a phone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessibilityBrowserTest {

    private static final String AXE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";

    /** What the findings are, one line each; frames hold customers' mail, which is as it came. */
    private static final String RUN =
            "return axe.run(document, {iframes: false, resultTypes: ['violations']}).then(r => r.violations"
                    + ".filter(v => v.impact === 'serious' || v.impact === 'critical' || v.impact === 'moderate')"
                    + ".map(v => v.impact + ' ' + v.id + ': ' + v.nodes.map(n => n.target.join(' ') + ' '"
                    + " + n.failureSummary.replaceAll('\\n', ' ')).join(' | ')))";

    /** More would be pages without end. */
    private static final int MOST_PAGES = 80;

    private ConsoleStage stage;
    private Browser browser;
    private String axe;

    @BeforeAll
    void start() throws IOException {
        try (InputStream in = AccessibilityBrowserTest.class.getResourceAsStream(AXE)) {
            axe = new String(Objects.requireNonNull(in, AXE).readAllBytes(), StandardCharsets.UTF_8);
        }
        stage = ConsoleStage.start();
        browser = stage.browser;
    }

    @AfterAll
    void stop() {
        if (stage != null) {
            stage.close();
        }
    }

    @Test
    void no_page_has_serious_findings() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("sign-in", "/console/sign-in");
        check(pages, true);
        stage.signIn();
        something();
        pages.clear();
        pages.put("no tickets", "/console/tenants/demo/tickets?q=nothing-of-the-kind");
        pages.put("mail ticket", ticket("Broken"));
        pages.put("chat ticket", ticket("Maria"));
        pages.put("no dead letters", "/console/tenants/other/dead-letters");
        pages.put("missing", "/console/tenants/demo/tickets/none");
        pages.put("api", "/docs");
        pages.putAll(pagesByTheirLinks());
        assertThat(pages)
                .containsKeys(
                        "/console",
                        "/console/operations",
                        "/console/audit",
                        "/console/tenants/demo/tickets",
                        "/console/tenants/demo/channels",
                        "/console/tenants/demo/flow",
                        "/console/tenants/demo/outbound",
                        "/console/tenants/demo/dead-letters",
                        "/console/tenants/demo/dead-letters/*",
                        "/console/tenants/demo/messages/*");
        check(pages, false);
    }

    @Test
    void a_planted_fault_is_found() {
        browser.open(stage.at("/console/sign-in"));
        browser.script(
                "const i = document.createElement('input'); i.type = 'text'; document.querySelector('main').append(i);"
                        + " const p = document.createElement('p'); p.className = 'muted'; p.textContent = 'pale';"
                        + " p.style.color = '#eeeeee'; document.querySelector('main').append(p)");
        browser.script(axe + ";return typeof axe");
        assertThat(String.valueOf(browser.script(RUN)))
                .contains("critical label")
                .contains("serious color-contrast");
    }

    private void check(Map<String, String> pages, boolean lightOnly) {
        List<String> findings = new ArrayList<>();
        for (Map.Entry<String, String> page : pages.entrySet()) {
            for (boolean dark : lightOnly ? new boolean[] {false} : new boolean[] {false, true}) {
                browser.dark(dark);
                browser.size(dark ? 360 : 1280, 900);
                browser.open(page.getValue().startsWith("http") ? page.getValue() : stage.at(page.getValue()));
                browser.script("document.querySelectorAll('details').forEach(d => d.open = true)");
                browser.script(axe + ";return typeof axe");
                Object found = browser.script(RUN);
                ((List<?>) Objects.requireNonNull(found))
                        .forEach(one -> findings.add(page.getKey() + (dark ? " (dark, phone)" : "") + ": " + one));
                focusIsSeen(page.getKey(), findings);
            }
        }
        browser.dark(false);
        browser.size(1280, 900);
        assertThat(findings).isEmpty();
    }

    /** Whoever goes on with the tabulator sees where they are. */
    private void focusIsSeen(String page, List<String> findings) {
        browser.type("body", "\uE004");
        for (int i = 0; i < 8; i++) {
            Object unseen = browser.script("const e = document.activeElement; if (e === document.body) { return null; }"
                    + " const s = getComputedStyle(e), a = getComputedStyle(e, '::after');"
                    + " const on = c => c.outlineStyle !== 'none' && parseFloat(c.outlineWidth) >= 1;"
                    + " return on(s) || on(a) ? null : e.outerHTML.slice(0, 120)");
            if (unseen != null) {
                findings.add(page + ": focus is not seen on " + unseen);
            }
            browser.script(
                    "const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select,"
                            + " textarea, summary')].filter(e => e.offsetParent !== null && !e.disabled);"
                            + " const at = all.indexOf(document.activeElement); if (all[at + 1]) {"
                            + " all[at + 1].focus({focusVisible: true}); }");
        }
    }

    /** One of everything that pages show. */
    private void something() {
        stage.mail("ann@customer.example", """
                From: Ann <ann@customer.example>
                To: %s
                Subject: Broken cup
                Message-ID: <axe-1@customer.example>
                MIME-Version: 1.0
                Content-Type: text/html; charset=utf-8

                <p>Hello, my cup is <b>broken</b>.</p>
                """.formatted(ConsoleStage.SUPPORT));
        var maria = stage.demo.whatsApp().number().customer("+4915112345678", "Maria Huber");
        maria.text("Hello, is my parcel on its way?");
        stage.receive("odd", "nobody-reads-this", ConsoleStage.bytes("strange bytes"));
        stage.open("/console/tenants/demo/tickets");
        browser.await("both tickets are there", () -> browser.count(".ticket-row") == 2);
        browser.open(ticket("Maria"));
        browser.type("#text", "Tomorrow.");
        browser.click("#reply-form button[type=submit]");
        browser.await("it is delivered", () -> browser.text("#messages").contains("✓✓"));
    }

    private String ticket(String words) {
        stage.open("/console/tenants/demo/tickets");
        return String.valueOf(browser.script(
                "return [...document.querySelectorAll('.ticket-row')].find(r => r.innerText.includes(arguments[0]))"
                        + ".querySelector('.ticket-link').href",
                words));
    }

    /** Every page of the console that some page leads to, one of each kind: pages that are new are looked through by themselves. */
    private Map<String, String> pagesByTheirLinks() {
        browser.await("the letter is there", () -> {
            stage.open("/console/tenants/demo/dead-letters");
            return browser.has(".letter");
        });
        Map<String, String> found = new LinkedHashMap<>();
        found.put("/console", stage.at("/console"));
        Deque<String> todo = new ArrayDeque<>(found.values());
        while (!todo.isEmpty() && found.size() < MOST_PAGES) {
            browser.open(todo.remove());
            Object links = browser.script("return [...document.querySelectorAll('a[href]')].filter(a =>"
                    + " !a.hasAttribute('download') && a.origin === location.origin && a.pathname.startsWith('/console')"
                    + " && !/\\/(raw|html|view|export|support-bundle)$|attachments/.test(a.pathname))"
                    + ".map(a => a.href.split('#')[0])");
            for (Object link : (List<?>) Objects.requireNonNull(links)) {
                String page = String.valueOf(link);
                if (found.putIfAbsent(kind(page), page) == null) {
                    todo.add(page);
                }
            }
        }
        return found;
    }

    /** Pages that differ in ids and in what they were asked for are one kind. */
    private static String kind(String page) {
        URI address = URI.create(page);
        String query =
                address.getRawQuery() == null ? "" : "?" + address.getRawQuery().replaceAll("=[^&]*", "");
        return address.getRawPath().replaceAll("/[0-9a-z]{26}(?=/|$)", "/*") + query;
    }
}
