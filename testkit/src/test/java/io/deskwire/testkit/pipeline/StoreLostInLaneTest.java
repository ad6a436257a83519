package io.deskwire.testkit.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.Deskwire;
import io.deskwire.Stores;
import io.deskwire.config.Secret;
import io.deskwire.engine.EngineSettings;
import io.deskwire.testkit.FakeChannelType;
import io.deskwire.testkit.InMemoryConfigStore;
import io.deskwire.testkit.InMemoryStores;
import io.deskwire.testkit.RecordingTicketSink;
import io.deskwire.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The store goes away while the first of a customer's mails is filed, and is back for the second. */
class StoreLostInLaneTest {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final SettableClock clock = SettableClock.at(Instant.parse("2026-03-02T12:00:00Z"));
    private final Stores stores = new InMemoryStores();
    private final InboxLostOnce inbox = new InboxLostOnce(stores.inbox());
    private final FakeChannelType mailboxes = new FakeChannelType();
    private final RecordingTicketSink helpdesk = new RecordingTicketSink();
    private final InMemoryConfigStore config = new InMemoryConfigStore();
    private final Deskwire deskwire = Deskwire.builder(
                    new StoresWithInbox(stores, inbox),
                    config,
                    helpdesk,
                    Secret.of("a key for tests that is long enough"))
            .channelType(mailboxes)
            .settings(EngineSettings.defaults("one"))
            .clock(clock)
            .build();

    @AfterEach
    void close() {
        deskwire.close();
    }

    @Test
    void what_answers_a_mail_is_not_filed_before_it() throws Exception {
        conversation();
        deskwire.runOnce();
        assertThat(inbox.lost.await(0, TimeUnit.SECONDS)).isTrue();
        assertThat(helpdesk.calls()).isEmpty();

        clock.advance(Duration.ofSeconds(61));
        deskwire.runOnce();

        inOneTicket();
    }

    @Test
    void nor_by_an_engine_that_runs_by_itself() throws Exception {
        conversation();
        deskwire.start();
        assertThat(inbox.lost.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(inbox.givenBack.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(helpdesk.calls()).isEmpty();

        clock.advance(Duration.ofSeconds(61));

        helpdesk.awaitCalls(3, DEADLINE);
        inOneTicket();
    }

    private void inOneTicket() {
        assertThat(helpdesk.tickets("acme")).hasSize(1);
        assertThat(helpdesk.calls())
                .extracting(event -> event.message().text().strip())
                .containsExactly("one", "two", "three");
    }

    private void conversation() {
        config.put(FakeChannelType.config("acme", "support"));
        String before = "";
        for (String text : new String[] {"one", "two", "three"}) {
            String thread = before.isEmpty() ? "" : "In-Reply-To: <" + before + "@c.example>\r\n";
            mailboxes
                    .provider("acme", "support")
                    .mailbox()
                    .arrive(("From: ann@customer.example\r\nSubject: S\r\nMessage-ID: <" + text + "@c.example>\r\n"
                                    + thread + "\r\n" + text + "\r\n")
                            .getBytes(UTF_8));
            before = text;
        }
    }
}
