package io.deskwire.adapter.gmail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.channel.Consent;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.Secret;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.testkit.gmail.GmailMethod;
import io.deskwire.testkit.gmail.GmailTrouble;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GmailConsentTest {

    private static final String MODIFY = "https://www.googleapis.com/auth/gmail.modify";

    private final Desks desks = new Desks();

    @AfterEach
    void close() {
        desks.close();
    }

    private Consent consent() {
        desks.document("acme").remove("refresh_token");
        return desks.type.consent(desks.config("acme"), desks.context()).orElseThrow();
    }

    @Test
    void a_document_without_a_refresh_token_can_be_consented_to() {
        Consent.Terms terms = consent().terms();

        assertThat(terms.scopes()).containsExactly(MODIFY);
        assertThat(terms.parameters())
                .isEqualTo(Map.of("access_type", "offline", "prompt", "consent", "login_hint", "support@acme.example"));
        assertThat(terms.expectedAccount()).isEqualTo("support@acme.example");
        assertThat(terms.clientId()).isEqualTo("acme.apps.googleusercontent.com");
        assertThat(terms.authorizeUrl()).hasToString(desks.google.authorizeUrl());
        assertThat(terms.tokenUrl()).hasToString(desks.google.tokenUrl());
    }

    @Test
    void without_other_addresses_google_is_asked() {
        Map<String, Object> document = new LinkedHashMap<>(desks.document("acme"));
        document.keySet().removeAll(List.of("api_base_url", "token_url", "authorize_url", "refresh_token"));

        Consent.Terms terms = desks.type
                .consent(ChannelConfig.of("acme", "support", "gmail", document, null), desks.context())
                .orElseThrow()
                .terms();

        assertThat(terms.authorizeUrl()).hasToString("https://accounts.google.com/o/oauth2/v2/auth");
        assertThat(terms.tokenUrl()).hasToString("https://oauth2.googleapis.com/token");
    }

    @Test
    void a_service_account_asks_nobody() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("email_address", "support@acme.example");
        document.put(
                "service_account_json",
                Map.of(
                        "client_email",
                        "desk@acme.iam.gserviceaccount.com",
                        "private_key",
                        "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n"));

        assertThat(desks.type.consent(ChannelConfig.of("acme", "support", "gmail", document, null), desks.context()))
                .isEmpty();
    }

    @Test
    void what_was_unticked_is_missing() {
        Consent consent = consent();

        assertThat(consent.missing(List.of("openid", MODIFY))).isEmpty();
        assertThat(consent.missing(List.of("https://mail.google.com/"))).isEmpty();
        assertThat(consent.missing(List.of("openid", "https://www.googleapis.com/auth/gmail.readonly")))
                .containsExactly(MODIFY);
    }

    @Test
    void gmail_says_whose_mailbox_a_token_opens() throws Exception {
        Secret token = desks.context()
                .tokens()
                .token(SettingsParser.parse(desks.config("bolt")).grants().get(0), null);

        assertThat(consent().account(token)).isEqualTo("support@bolt.example");
    }

    @Test
    void a_refused_token_and_a_missing_permission_are_told_apart() {
        Consent consent = consent();

        assertThatThrownBy(() -> consent.account(Secret.of("ya29.wrong")))
                .isInstanceOfSatisfying(ChannelException.class, e -> {
                    assertThat(e.kind()).isEqualTo(FailureKind.AUTH);
                    assertThat(e).hasMessageNotContaining("ya29");
                });
        desks.google.trouble(GmailTrouble.insufficientScope(), GmailMethod.PROFILE);
        assertThatThrownBy(() -> consent.account(Secret.of("ya29.any")))
                .isInstanceOfSatisfying(ChannelException.class, e -> {
                    assertThat(e.kind()).isEqualTo(FailureKind.PERMANENT);
                    assertThat(e.hint().orElseThrow()).contains("Enable the Gmail API");
                });
        desks.google.behave();
        desks.google.trouble(GmailTrouble.htmlPage(200), GmailMethod.PROFILE);
        assertThatThrownBy(() -> consent.account(Secret.of("ya29.any")))
                .isInstanceOfSatisfying(
                        ChannelException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.TRANSIENT));
    }
}
