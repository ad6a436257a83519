package io.deskwire.adapter.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelType;
import io.deskwire.channel.Consent;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MailConsentTest {

    private static final String GOOGLE = "https://oauth2.googleapis.com/token";
    private static final String MICROSOFT = "https://login.microsoftonline.com/tenant.example/oauth2/v2.0/token";

    private static Map<String, Object> document(String tokenUrl) {
        return new LinkedHashMap<>(Map.of(
                "host", "127.0.0.1",
                "username", "support@tenant.example",
                "auth", "xoauth2",
                "client_id", "id",
                "client_secret", "s",
                "token_url", tokenUrl));
    }

    private static Optional<Consent> consent(ChannelType type, Map<String, Object> document) {
        assertThat(type.check(Mails.config(type.id(), document))).isEmpty();
        return type.consent(
                Mails.config(type.id(), document),
                new ChannelContext(EgressPolicy.privateAllowed(), AccessTokens.none()));
    }

    private static Consent.Terms terms(ChannelType type, String tokenUrl) {
        return consent(type, document(tokenUrl)).orElseThrow().terms();
    }

    @Test
    void google_is_asked_for_lasting_access_to_all_mail() {
        Consent.Terms terms = terms(new ImapChannelType(), GOOGLE);
        assertThat(terms.authorizeUrl()).isEqualTo(URI.create("https://accounts.google.com/o/oauth2/v2/auth"));
        assertThat(terms.scopes()).containsExactly("https://mail.google.com/");
        assertThat(terms.parameters())
                .containsEntry("access_type", "offline")
                .containsEntry("prompt", "consent")
                .containsEntry("login_hint", "support@tenant.example");
        assertThat(terms.expectedAccount()).isEqualTo("support@tenant.example");
    }

    @Test
    void microsoft_is_asked_where_its_tokens_come_from_and_for_the_protocols_in_use() {
        Consent.Terms imap = terms(new ImapChannelType(), MICROSOFT);
        assertThat(imap.authorizeUrl())
                .isEqualTo(URI.create("https://login.microsoftonline.com/tenant.example/oauth2/v2.0/authorize"));
        assertThat(imap.scopes())
                .containsExactly(
                        "https://outlook.office.com/IMAP.AccessAsUser.All",
                        "https://outlook.office.com/SMTP.Send",
                        "offline_access");
        Consent.Terms pop =
                terms(new Pop3ChannelType(), "https://login.partner.microsoftonline.cn/common/oauth2/v2.0/token");
        assertThat(pop.authorizeUrl().getHost()).isEqualTo("login.partner.microsoftonline.cn");
        assertThat(pop.scopes()).contains("https://outlook.office.com/POP.AccessAsUser.All");
    }

    @Test
    void what_was_not_ticked_is_missing() {
        Consent google = consent(new ImapChannelType(), document(GOOGLE)).orElseThrow();
        assertThat(google.missing(List.of("openid"))).containsExactly("https://mail.google.com/");
        assertThat(google.missing(List.of("https://mail.google.com/", "openid")))
                .isEmpty();
        Consent microsoft = consent(new ImapChannelType(), document(MICROSOFT)).orElseThrow();
        assertThat(microsoft.missing(List.of("imap.accessasuser.all", "https://outlook.office365.com/SMTP.Send")))
                .isEmpty();
        assertThat(microsoft.missing(List.of("https://outlook.office.com/IMAP.AccessAsUser.All")))
                .containsExactly("https://outlook.office.com/SMTP.Send");
    }

    @Test
    void an_address_of_ones_own_and_scopes_of_ones_own_count() {
        Map<String, Object> document = document("https://login.example/token");
        assertThat(consent(new ImapChannelType(), document)).isEmpty();
        document.put("authorize_url", "https://login.example/authorize");
        document.put("scope", "mail-r  mail-w");
        Consent.Terms terms =
                consent(new ImapChannelType(), document).orElseThrow().terms();
        assertThat(terms.authorizeUrl()).isEqualTo(URI.create("https://login.example/authorize"));
        assertThat(terms.scopes()).containsExactly("mail-r", "mail-w");
    }

    @Test
    void passwords_and_clients_that_ask_for_themselves_need_no_consent() {
        assertThat(consent(
                        new ImapChannelType(),
                        new LinkedHashMap<>(Map.of("host", "127.0.0.1", "username", "u", "password", "p"))))
                .isEmpty();
        Map<String, Object> appOnly = document(MICROSOFT);
        appOnly.put("scope", "https://outlook.office365.com/.default");
        assertThat(consent(new ImapChannelType(), appOnly)).isEmpty();
        assertThat(SettingsParser.parse(Mails.config("imap", appOnly), false)
                        .account()
                        .grants())
                .hasSize(1);
    }

    @Test
    void an_account_that_is_not_connected_says_so_before_anybody_is_called() {
        MailboxSettings settings = SettingsParser.parse(Mails.config("imap", document(GOOGLE)), false);
        assertThat(settings.account().grants()).isEmpty();
        Credentials credentials = new Credentials(settings.account(), AccessTokens.none());
        ChannelException failure = catchThrowableOfType(
                ChannelException.class,
                () -> credentials.open(credential -> {
                    throw new AssertionError("nothing to sign in with");
                }));
        assertThat(failure.kind()).isEqualTo(FailureKind.AUTH);
        assertThat(failure).hasMessageContaining("not connected");
        assertThat(failure.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("Connect the account"));
    }
}
