package io.deskwire.adapter.gmail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.api.client.http.GenericUrl;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.HttpTransport;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MailFetchTest {

    @Test
    void an_answer_beyond_all_measure_is_cut_off_and_known_for_it() throws Exception {
        try (Desks desks = new Desks();
                HttpTransport transport = new HttpTransport(EgressPolicy.privateAllowed());
                InputStream answer = new GuardedTransport(transport, 10)
                        .createRequestFactory()
                        .buildGetRequest(new GenericUrl(desks.google.jwksUrl()))
                        .execute()
                        .getContent()) {
            assertThat(answer.readNBytes(10)).hasSize(10);
            assertThatThrownBy(answer::read).isInstanceOf(TooLongException.class);
        }
    }

    @Test
    void a_message_that_is_too_large_says_so_in_its_place() throws Exception {
        try (Desks desks = new Desks();
                GmailClient client =
                        new GmailClient(SettingsParser.parse(desks.config("acme")), desks.context(), desks.clock)) {
            MailFetch fetch = new MailFetch(client);

            MailFetch.UnreadableException e = catchThrowableOfType(
                    MailFetch.UnreadableException.class, () -> fetch.failed(new TooLongException()));

            assertThat(e.isCertain()).isTrue();
            assertThat(new String(Unreadable.note("18f", e.why()).body().open().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("id 18f", "too large");
        }
    }

    @Test
    void without_a_token_it_is_no_message_that_fails() throws Exception {
        try (Desks desks = new Desks();
                GmailClient client =
                        new GmailClient(SettingsParser.parse(desks.config("acme")), desks.context(), desks.clock)) {
            ChannelException away = ChannelException.of(FailureKind.TRANSIENT, "the token endpoint is away");

            assertThat(new MailFetch(client).failed(new Credentials.NoTokenException(away)))
                    .isSameAs(away);
        }
    }
}
