package io.deskwire.adapter.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelType;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.config.ConfigProblem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingsTest {

    private static Map<String, Object> document(Object... pairs) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("host", "mail.tenant.com");
        document.put("username", "support@tenant.com");
        document.put("password", "xxx");
        for (int i = 0; i < pairs.length; i += 2) {
            document.put((String) pairs[i], pairs[i + 1]);
        }
        return document;
    }

    private static MailboxSettings parse(boolean pop3, Map<String, Object> document) {
        return SettingsParser.parse(Mails.config(pop3 ? "pop3" : "imap", document), pop3);
    }

    private static List<String> paths(ChannelType type, Map<String, Object> document) {
        return type.check(Mails.config(type.id(), document)).stream()
                .map(ConfigProblem::path)
                .toList();
    }

    @Test
    void the_missions_document_loads_unchanged() {
        Map<String, Object> document = document("port", 993, "use_ssl", true, "use_tls", false, "folder", "INBOX");
        for (ChannelType type : List.of(new ImapChannelType(), new Pop3ChannelType())) {
            assertThat(paths(type, document)).isEmpty();
        }
        MailboxSettings settings = parse(false, document);
        assertThat(settings.server()).isEqualTo(new Endpoint("imap", "mail.tenant.com", 993, Security.TLS, ""));
        assertThat(settings.smtp()).isEqualTo(new Endpoint("smtp", "mail.tenant.com", 465, Security.TLS, "smtp_"));
        assertThat(settings.afterIntake()).isEqualTo(AfterIntake.NONE);
        assertThat(settings.smtpAccount().username()).isEqualTo("support@tenant.com");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // port, use_ssl, use_tls, expected security, port of IMAP, port of POP3
                "-, -, -, TLS, 993, 995",
                "-, true, false, TLS, 993, 995",
                "-, false, true, STARTTLS, 143, 110",
                "-, -, true, STARTTLS, 143, 110",
                "-, false, -, STARTTLS, 143, 110",
                "-, true, true, TLS, 993, 995",
                "143, true, true, STARTTLS, 143, 143",
                "143, -, -, STARTTLS, 143, 143",
                "4711, -, -, TLS, 4711, 4711",
                "-, false, false, PLAIN, 143, 110",
            })
    void encryption_is_never_left_out_by_omission(
            Integer port, Boolean ssl, Boolean tls, Security expected, int imapPort, int pop3Port) {
        Map<String, Object> document = document("port", port, "use_ssl", ssl, "use_tls", tls);
        assertThat(parse(false, document).server().security()).isEqualTo(expected);
        assertThat(parse(false, document).server().port()).isEqualTo(imapPort);
        assertThat(parse(true, document).server().port()).isEqualTo(pop3Port);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // host, use_ssl, smtp_host, smtp_port, smtp_use_ssl, smtp_use_tls, expected
                "imap.x.com, true, -, -, -, -, smtp.x.com 465 TLS",
                "pop3.x.com, true, -, -, -, -, smtp.x.com 465 TLS",
                "mail.x.com, false, -, -, -, -, mail.x.com 587 STARTTLS",
                "mail.x.com, true, out.x.com, -, -, -, out.x.com 465 TLS",
                "mail.x.com, true, -, 587, -, -, mail.x.com 587 STARTTLS",
                "mail.x.com, true, -, -, false, true, mail.x.com 587 STARTTLS",
                "mail.x.com, true, -, 1025, false, false, mail.x.com 1025 PLAIN",
                "mail.x.com, true, -, 1025, -, -, mail.x.com 1025 TLS",
            })
    void the_submission_server_is_guessed(
            String host,
            Boolean ssl,
            String smtpHost,
            Integer smtpPort,
            Boolean smtpSsl,
            Boolean smtpTls,
            String expected) {
        Map<String, Object> document = document(
                "host",
                host,
                "use_ssl",
                ssl,
                "smtp_host",
                smtpHost,
                "smtp_port",
                smtpPort,
                "smtp_use_ssl",
                smtpSsl,
                "smtp_use_tls",
                smtpTls);
        Endpoint smtp = parse(false, document).smtp();
        assertThat(smtp.host() + " " + smtp.port() + " " + smtp.security()).isEqualTo(expected);
    }

    @Test
    void every_problem_is_reported_at_once_with_its_path() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("host", "https://mail.example/");
        document.put("port", 99_999);
        document.put("use_ssl", "perhaps");
        document.put("folder", "IN\r\nBOX");
        document.put("after_intake", "burn");
        document.put("start_from", "yesterday");
        document.put("auth", "kerberos");
        document.put("trusted_ca_pem", "nonsense");
        document.put("poll_interval_seconds", 0);
        document.put("delete_after_days", 3);
        assertThat(paths(new ImapChannelType(), document))
                .contains(
                        "config.host",
                        "config.port",
                        "config.use_ssl",
                        "config.folder",
                        "config.after_intake",
                        "config.start_from",
                        "config.auth",
                        "config.trusted_ca_pem",
                        "config.poll_interval_seconds",
                        "config.delete_after_days",
                        "config.username",
                        "config.password");
    }

    @Test
    void what_pop3_cannot_do_is_a_problem_and_not_ignored() {
        assertThat(paths(
                        new Pop3ChannelType(),
                        document(
                                "folder",
                                "Archive",
                                "after_intake",
                                "mark_seen",
                                "start_from",
                                "now",
                                "sent_folder",
                                "Sent")))
                .containsExactlyInAnyOrder(
                        "config.folder", "config.after_intake", "config.start_from", "config.sent_folder");
    }

    @Test
    void oauth_needs_its_fields_and_no_password() {
        Map<String, Object> document = document("auth", "xoauth2");
        document.remove("password");
        assertThat(paths(new ImapChannelType(), document))
                .containsExactlyInAnyOrder("config.token_url", "config.client_id");
        document.put("token_url", "https://login.example/token");
        document.put("client_id", "id");
        document.put("client_secret", List.of("new", "old"));
        document.put("refresh_token", "r");
        assertThat(paths(new ImapChannelType(), document)).isEmpty();
        assertThat(parse(false, document).account().grants()).hasSize(2);
    }

    @Test
    void a_document_with_problems_is_not_opened_and_its_secrets_are_not_shown() {
        Map<String, Object> document = document("password", List.of("one", "two", "three"), "port", "x");
        ChannelContext context = new ChannelContext(EgressPolicy.publicOnly(), AccessTokens.none());
        assertThatThrownBy(() -> new ImapChannelType().open(Mails.config("imap", document), context))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .contains("config.password", "config.port")
                .doesNotContain("three");
    }

    @Test
    void a_moved_message_may_not_come_back() {
        assertThat(paths(new ImapChannelType(), document("after_intake", "move:inbox")))
                .containsExactly("config.after_intake");
        assertThat(parse(false, document("after_intake", "move: Done/Deskwire")).afterIntake())
                .isEqualTo(new AfterIntake(AfterIntake.Action.MOVE, "Done/Deskwire"));
    }
}
