package io.deskwire.threading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.deskwire.config.Secret;
import io.deskwire.work.Ids;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ThreadTokensTest {

    private final ThreadTokens tokens = new ThreadTokens(Secret.of("a key that is long enough"));
    private final String conversation = Ids.next(Instant.EPOCH);

    @Test
    void what_a_former_key_signed_is_known_and_nothing_is_signed_with_it() {
        Secret old = Secret.of("a key that is long enough");
        Secret young = Secret.of("another key that is long enough");
        String before = new ThreadTokens(old).sign("acme", conversation);
        ThreadTokens rotated = new ThreadTokens(young, java.util.List.of(old));

        assertThat(rotated.verify("acme", before)).contains(conversation);
        assertThat(rotated.verify("bolt", before)).isEmpty();
        assertThat(new ThreadTokens(old).verify("acme", rotated.sign("acme", conversation)))
                .isEmpty();
    }

    @Test
    void a_message_id_leads_back_to_its_conversation() {
        String id = tokens.messageId("acme", conversation, Ids.next(Instant.EPOCH), "acme.example");

        assertThat(tokens.verify("acme", id)).contains(conversation);
    }

    @Test
    void a_reply_address_leads_back_even_when_upper_cased_on_the_way() {
        String address = tokens.replyAddress("support@acme.example", "acme", conversation)
                .orElseThrow();

        assertThat(address.substring(0, address.indexOf('@'))).hasSizeLessThanOrEqualTo(64);
        assertThat(tokens.verify("acme", address.toUpperCase(Locale.ROOT))).contains(conversation);
    }

    @Test
    void a_token_is_worth_nothing_to_another_tenant_or_under_another_key() {
        String token = tokens.sign("acme", conversation);

        assertThat(tokens.verify("globex", token)).isEmpty();
        assertThat(new ThreadTokens(Secret.of("another key that is long enough")).verify("acme", token))
                .isEmpty();
    }

    @Test
    void every_changed_character_breaks_the_signature() {
        String token = tokens.sign("acme", conversation);
        for (int i = 3; i < token.length(); i++) {
            char other = token.charAt(i) == 'x' ? 'y' : 'x';
            String changed = token.substring(0, i) + other + token.substring(i + 1);

            assertThat(tokens.verify("acme", changed)).as("position %d", i).isEmpty();
            assertThat(tokens.looksLikeToken(changed)).isTrue();
        }
    }

    @Test
    void shortened_lengthened_and_legacy_looking_forms_are_no_tokens() {
        String token = tokens.sign("acme", conversation);

        assertThat(tokens.verify("acme", token.substring(0, token.length() - 1)))
                .isEmpty();
        assertThat(tokens.verify("acme", token + "0")).isEmpty();
        assertThat(tokens.verify("acme", "x" + token)).isEmpty();
        assertThat(tokens.verify("acme", "reply-123-" + conversation)).isEmpty();
    }

    @Test
    void a_local_part_that_would_grow_too_long_gets_no_reply_address() {
        assertThat(tokens.replyAddress("a-rather-long-mailbox-name@acme.example", "acme", conversation))
                .isEmpty();
    }

    @Test
    void a_short_key_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ThreadTokens(Secret.of("short")));
    }
}
