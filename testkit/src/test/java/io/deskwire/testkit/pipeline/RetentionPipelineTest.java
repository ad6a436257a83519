package io.deskwire.testkit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.threading.StoredMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetentionPipelineTest {

    private static final String WITH_FILE = """
            From: ann@customer.example
            To: support@acme.example
            Subject: Bill
            Message-ID: <bill@customer.example>
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/plain

            See the bill.
            --b
            Content-Type: text/csv
            Content-Disposition: attachment; filename=bill.csv
            Content-Transfer-Encoding: base64

            dG90YWw7NDI=
            --b--
            """;

    private final Desk desk = new Desk();

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void raw_bytes_go_after_thirty_days_and_the_ticket_keeps_its_files() throws Exception {
        desk.arrive(Desk.ACME, Desk.SUPPORT, WITH_FILE);
        desk.run();
        StoredMessage message = only(desk);

        desk.later(Duration.ofDays(29));
        assertThat(desk.deskwire.messages().raw(Desk.ACME, message.id())).isPresent();

        desk.later(Duration.ofDays(2));
        assertThat(desk.deskwire.messages().raw(Desk.ACME, message.id())).isEmpty();
        assertThat(file(message)).isEqualTo("total;42");
        assertThat(file(only(desk))).isEqualTo("total;42");
    }

    @Test
    void a_message_is_recognised_for_four_hundred_days() {
        desk.arrive(Desk.ACME, Desk.SUPPORT, WITH_FILE);
        desk.run();
        desk.later(Duration.ofDays(31));

        desk.later(Duration.ofDays(368));
        desk.arrive(Desk.ACME, Desk.SUPPORT, WITH_FILE);
        desk.run();
        assertThat(desk.offered).as("from a restored mailbox").hasSize(1);

        desk.later(Duration.ofDays(2));
        desk.arrive(Desk.ACME, Desk.SUPPORT, WITH_FILE);
        desk.run();
        assertThat(desk.offered).as("keys are gone").hasSize(2);
    }

    @Test
    void what_the_helpdesk_has_not_taken_keeps_its_bytes_whatever_its_age() {
        desk.sinkAnswers.add(new io.deskwire.ticket.SinkResult.Rejected("no such product"));
        desk.arrive(Desk.ACME, Desk.SUPPORT, WITH_FILE);
        desk.run();

        desk.later(Duration.ofDays(900));

        String letter = desk.deskwire
                .deadLetters()
                .list(Desk.ACME, null, 2)
                .items()
                .get(0)
                .id();
        assertThat(desk.deskwire.redeliver(Desk.ACME, letter)).isTrue();
        desk.run();
        assertThat(desk.ticketWith("See the bill.")).isNotEmpty();
        assertThat(desk.deskwire.messages().raw(Desk.ACME, only(desk).id())).isPresent();
    }

    @Test
    void a_deleted_tenant_is_gone_and_the_other_is_not() {
        desk.arrive(Desk.ACME, Desk.SUPPORT, WITH_FILE);
        desk.arrive(Desk.BOLT, Desk.SUPPORT, WITH_FILE.replace("acme", "bolt"));
        desk.run();

        assertThat(desk.deskwire.deleteTenant(Desk.ACME)).isPositive();
        assertThat(desk.deskwire.deleteTenant(Desk.ACME)).isZero();

        assertThat(desk.deskwire.channels().list(Desk.ACME)).isEmpty();
        assertThat(received(desk, Desk.ACME)).isEmpty();
        assertThat(desk.deskwire.channels().list(Desk.BOLT)).hasSize(1);
        assertThat(received(desk, Desk.BOLT)).hasSize(1);
    }

    private String file(StoredMessage message) throws IOException {
        try (InputStream in = desk.deskwire.messages().attachment(message, 0)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static StoredMessage only(Desk desk) {
        List<StoredMessage.Inbound> all = received(desk, Desk.ACME);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static List<StoredMessage.Inbound> received(Desk desk, String tenant) {
        return desk.stores
                .conversations()
                .received(tenant, Desk.SUPPORT, null, 10)
                .items();
    }
}
