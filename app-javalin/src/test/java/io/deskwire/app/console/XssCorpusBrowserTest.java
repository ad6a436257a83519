package io.deskwire.app.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.jdbc.TicketFilter;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What strangers write stands on every page as the letters that it is: in mail, in names on WhatsApp, in what programs say
 * about what they could not read. {@code ConsoleBrowserTest} opens every ticket of hostile mail, this one all other pages.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class XssCorpusBrowserTest {

    private ConsoleStage stage;
    private Browser browser;

    @BeforeAll
    void start() throws IOException {
        assertThat(Xss.ATTACKS).hasSizeGreaterThan(40);
        stage = ConsoleStage.start();
        browser = stage.browser;
    }

    @AfterAll
    void stop() {
        if (stage != null) {
            stage.close();
        }
    }

    @BeforeEach
    void sign_in() {
        stage.signIn();
    }

    /** Nothing ran, nothing of theirs became an element or an attribute that acts. */
    private void assertHarmless(String where) {
        browser.script("document.querySelectorAll('details').forEach(d => d.open = true)");
        Object active = browser.script("if (window.pwned !== undefined) { return ['it ran']; }"
                + " const ours = ['/console/assets/'];"
                + " return [...document.querySelectorAll('*')].filter(e => {"
                + "   const attributes = [...e.attributes].map(a => a.name);"
                + "   if (attributes.some(a => a.startsWith('on') || a.startsWith('hx-on') || a === 'style' || a === 'srcdoc'"
                + "       || a === 'formaction')) return true;"
                + "   if (attributes.includes('hx-get') && !e.getAttribute('hx-get').startsWith('/console/tenants/'))"
                + "     return true;"
                + "   const to = e.getAttribute('href') || e.getAttribute('src') || '';"
                + "   if (/^\\s*(javascript|data|http:.*evil)/i.test(to)) return true;"
                + "   return (e.localName === 'script' || e.localName === 'link')"
                + "     && !ours.some(o => new URL(e.src || e.href).pathname.startsWith(o));"
                + " }).map(e => e.outerHTML.slice(0, 200))");
        assertThat((List<?>) active).as(where).isEmpty();
    }

    @Test
    void a_planted_element_that_acts_is_noticed() {
        browser.script(
                "document.querySelector('main').insertAdjacentHTML('beforeend', '<i hx-get=\"/console/sign-out\">x</i>')");
        assertThatThrownBy(() -> assertHarmless("planted")).isInstanceOf(AssertionError.class);
    }

    private List<?> addresses(String css) {
        return (List<?>) Objects.requireNonNull(browser.script(
                "return [...new Set([...document.querySelectorAll(arguments[0])].map(a => a.href))]", css));
    }

    private void everyPage(String list, String links) {
        String next = list;
        while (!next.isEmpty()) {
            stage.browser.open(next);
            assertHarmless(next);
            List<?> pages = addresses(links);
            String more = String.valueOf(browser.script(
                    "const a = [...document.querySelectorAll('.pager a')].find(e => /Older|Next/.test(e.innerText));"
                            + " return a ? a.href : ''"));
            for (Object page : pages) {
                browser.open(String.valueOf(page));
                assertHarmless(String.valueOf(page));
            }
            next = more;
        }
    }

    @Test
    void hostile_mail_is_letters_on_the_flow_and_in_its_record() {
        for (int i = 0; i < Xss.ATTACKS.size(); i++) {
            String attack = Xss.ATTACKS.get(i);
            String mail = "From: " + Xss.word(attack) + " <mallory@evil.example>\r\nTo: " + ConsoleStage.SUPPORT
                    + "\r\nSubject: " + Xss.word(attack) + "\r\nMessage-ID: <flow" + i + "@evil.example>\r\n"
                    + "Content-Type: text/html; charset=utf-8\r\n\r\n<p>hello</p>" + attack + "\r\n";
            stage.receive("flow-" + i, "rfc822", ConsoleStage.bytes(mail));
        }
        browser.await(
                "all are filed",
                () -> stage.demo.server().context().stores().inbox().backlog("demo") == 0
                        && stage.demo.server().context().stores().deliveries().backlog("demo") == 0);
        everyPage(stage.at("/console/tenants/demo/flow"), "a.flow-subject");
        stage.open("/console/tenants/demo/flow");
        stage.shots("flow-hostile");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void hostile_names_and_texts_of_chats_are_letters() {
        for (int i = 0; i < Xss.ATTACKS.size(); i++) {
            String attack = Xss.ATTACKS.get(i);
            stage.demo
                    .whatsApp()
                    .number()
                    .customer(String.format("+49151000000%02d", i), attack)
                    .text(attack);
        }
        browser.await(
                "all are there",
                () -> stage.demo
                                .server()
                                .context()
                                .tickets()
                                .list("demo", new TicketFilter(null, "+4915100"), null, 200)
                                .items()
                                .size()
                        == Xss.ATTACKS.size());
        everyPage(stage.at("/console/tenants/demo/tickets?q=%2B4915100"), ".ticket-link");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void hostile_reasons_and_bytes_of_dead_letters_are_letters() {
        for (int i = 0; i < Xss.ATTACKS.size(); i++) {
            String attack = Xss.ATTACKS.get(i);
            stage.receive("letter-" + i, attack, ConsoleStage.bytes("Subject: " + attack + "\r\n\r\n" + attack));
        }
        browser.await(
                "all are given up",
                () -> stage.demo.server().context().stores().deadLetters().count("demo") >= Xss.ATTACKS.size());
        everyPage(stage.at("/console/tenants/demo/dead-letters"), ".letter .plain");
        stage.open("/console/tenants/demo/dead-letters");
        everyGroup();
        stage.shots("dead-letters-hostile");
        assertThat(browser.complaints()).isEmpty();
    }

    private void everyGroup() {
        for (Object group : addresses(".letter-group a")) {
            browser.open(String.valueOf(group));
            assertThat(browser.count(".letter")).as(String.valueOf(group)).isPositive();
            assertHarmless(String.valueOf(group));
        }
    }

    @Test
    void hostile_addresses_of_pages_are_letters() {
        for (String attack : Xss.ATTACKS) {
            String word = Addresses.segment(attack);
            for (String page : List.of(
                    "/console/tenants/demo/tickets?q=" + word + "&state=" + word + "&tag=" + word,
                    "/console/tenants/demo/dead-letters?reason=" + word,
                    "/console/audit?tenant=" + word + "&action=" + word,
                    "/console?q=" + word)) {
                stage.open(page);
                assertHarmless(page);
            }
        }
        assertThat(browser.complaints()).isEmpty();
    }
}
