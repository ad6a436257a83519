package io.deskwire.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigStore;
import io.deskwire.delivery.ReplyRefusedException;
import io.deskwire.jdbc.Database;
import io.deskwire.testkit.mail.GreenMailServer;
import io.deskwire.threading.Conversations;
import io.deskwire.ticket.TicketRef;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The whole application with a real mail server. */
class SpringHelpdeskTest {

    private static final String SUPPORT = "support@shop.example";
    private static final String ANN = "ann@customer.example";

    private final GreenMailServer mail = GreenMailServer.start();
    private ConfigurableApplicationContext context;
    private JdbcTemplate sql;

    @TempDir
    Path folder;

    @BeforeEach
    void start() {
        mail.createMailbox(SUPPORT, "secret");
        mail.createMailbox(ANN, "secret");
        context = SpringApplication.run(
                HelpdeskApplication.class,
                "--spring.datasource.url=jdbc:sqlite:" + folder.resolve("helpdesk.db"),
                "--spring.main.banner-mode=off",
                "--deskwire.master-key=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
                "--deskwire.thread-key=a key for tests that is long enough",
                "--deskwire.allow-private-endpoints=true");
        sql = context.getBean(JdbcTemplate.class);
        context.getBean(ConfigStore.class)
                .put(ChannelConfig.of(
                        "shop",
                        "support",
                        "imap",
                        Map.of(
                                "host",
                                "127.0.0.1",
                                "port",
                                mail.imapPort(),
                                "username",
                                SUPPORT,
                                "password",
                                "secret",
                                "use_ssl",
                                false,
                                "use_tls",
                                false,
                                "smtp_port",
                                mail.smtpPort().orElseThrow(),
                                "smtp_username",
                                "",
                                "poll_interval_seconds",
                                1),
                        SUPPORT));
    }

    @AfterEach
    void stop() {
        context.close();
        mail.close();
    }

    @Test
    void a_mail_becomes_a_ticket_and_the_answer_leaves_with_the_helpdesks_transaction() throws Exception {
        assertThat(SpringBootVersion.getVersion()).startsWith(System.getProperty("expected.spring.boot"));
        write("Where is my order?", "I ordered a lamp two weeks ago.");

        List<String> tickets = await(() -> sql.queryForList("SELECT id FROM ticket", String.class));
        // The helpdesk has it in a transaction of its own, a moment before Deskwire knows which ticket it became.
        Conversations conversations = context.getBean(Database.class).stores().conversations();
        await(() -> conversations.ofTicket("shop", new TicketRef(tickets.get(0))));
        Answers answers = context.getBean(Answers.class);
        TransactionTemplate transaction = context.getBean(TransactionTemplate.class);
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                    answer(answers, tickets.get(0), "comment-1", "It is lost.");
                    throw new IllegalStateException("something else failed");
                }))
                .hasMessage("something else failed");
        answer(answers, tickets.get(0), "comment-2", "It left us yesterday.");

        List<byte[]> received = await(() -> mail.messages(ANN));
        MimeMessage answer =
                new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(received.get(0)));
        assertThat(answer.getSubject()).isEqualTo("Re: Where is my order?");
        assertThat(answer.getContent().toString().strip()).isEqualTo("It left us yesterday.");
        assertThat(sql.queryForList("SELECT text FROM ticket_comment WHERE message_id LIKE 'comment-%'", String.class))
                .containsExactly("It left us yesterday.");
    }

    private static void answer(Answers answers, String ticket, String comment, String text) {
        try {
            answers.answer("shop", ticket, comment, text);
        } catch (ReplyRefusedException e) {
            throw new AssertionError(e);
        }
    }

    private void write(String subject, String text) throws Exception {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", mail.host());
        properties.put("mail.smtp.port", String.valueOf(mail.smtpPort().orElseThrow()));
        MimeMessage message = new MimeMessage(Session.getInstance(properties));
        message.setFrom(new InternetAddress(ANN));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(SUPPORT));
        message.setSubject(subject);
        message.setText(text);
        Transport.send(message);
    }

    private static <T> List<T> await(Callable<List<T>> question) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        List<T> answer = question.call();
        while (answer.isEmpty()) {
            assertThat(System.nanoTime()).as("nothing came within a minute").isLessThan(deadline);
            LockSupport.parkNanos(20_000_000);
            answer = question.call();
        }
        return answer;
    }
}
