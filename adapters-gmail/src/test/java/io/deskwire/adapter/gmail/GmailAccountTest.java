package io.deskwire.adapter.gmail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.deskwire.channel.Cursor;
import io.deskwire.channel.InboundChannel.FetchResult;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A channel whose account changes: a position is one mailbox's. */
class GmailAccountTest {

    private static String tokenOfBolt(Desks desks) {
        return desks.mailbox("bolt").refreshToken(desks.client("acme"));
    }

    @Test
    void another_account_is_begun_with_anew_whatever_its_history_ids_are() throws Exception {
        try (Desks desks = new Desks();
                Reading acme = new Reading(desks, "acme")) {
            acme.arrive(30);
            acme.fetch();
            desks.mailbox("bolt").takeFutureHistory(true);
            desks.mailbox("bolt").receive(Reading.mail("Elsewhere"));
            acme.memory.put("acme", "support", MailboxWatch.WATCH, "the watch on the other mailbox");

            acme.reopen("email_address", "support@bolt.example", "refresh_token", tokenOfBolt(desks));
            FetchResult result = acme.fetch();

            assertThat(acme.subjects()).hasSize(31).endsWith("Elsewhere");
            assertThat(result.resynced()).isTrue();
            assertThat(result.note())
                    .contains("Another account", "1 messages were new")
                    .doesNotContain("@");
            assertThat(acme.memory.find("acme", "support", MailboxWatch.WATCH)).isEmpty();
            assertThat(acme.fetch().resynced()).isFalse();
        }
    }

    @Test
    void another_account_is_read_from_now_on_where_that_is_configured() throws Exception {
        try (Desks desks = new Desks();
                Reading acme = new Reading(desks, "acme", "start_from", "now")) {
            acme.fetch();
            desks.mailbox("bolt").receiveAt(desks.clock.instant().minusSeconds(86_400), Reading.mail("Old"), "INBOX");
            acme.reopen("email_address", "support@bolt.example", "refresh_token", tokenOfBolt(desks));
            FetchResult result = acme.fetch();
            desks.mailbox("bolt").receive(Reading.mail("New"));
            acme.fetch();

            assertThat(result.note()).contains("Another account", "start_from");
            assertThat(acme.subjects()).containsExactly("New");
        }
    }

    @Test
    void a_token_of_a_foreign_account_reads_nothing() throws Exception {
        try (Desks desks = new Desks();
                Reading acme = new Reading(desks, "acme")) {
            acme.arrive(1);
            acme.fetch();
            desks.mailbox("bolt").receive(Reading.mail("Not ours"));
            acme.reopen("refresh_token", tokenOfBolt(desks));

            ChannelException refused = catchThrowableOfType(ChannelException.class, acme::fetch);

            assertThat(refused.kind()).isEqualTo(FailureKind.AUTH);
            assertThat(refused.hint())
                    .hasValueSatisfying(hint -> assertThat(hint).contains("email_address"));
            assertThat(acme.intake.items()).hasSize(1);
            acme.reopen("refresh_token", desks.grantAgain("acme"));
            acme.arrive(1);
            assertThat(acme.fetch().stored()).isEqualTo(1);
        }
    }

    @Test
    void an_account_that_was_renamed_is_gone_on_with() throws Exception {
        try (Desks desks = new Desks();
                Reading acme = new Reading(desks, "acme", "start_from", "now")) {
            acme.fetch();
            acme.arrive(1);
            String before = Objects.requireNonNull(acme.intake.cursor()).value();
            acme.mailbox.addAlias("desk@acme.example", "Former name");
            acme.intake.accept(List.of(), new Cursor(before.replaceFirst("a=[^;]*", "a=desk%40acme.example")));

            acme.reopen();
            FetchResult result = acme.fetch();

            assertThat(result.resynced()).isFalse();
            assertThat(result.stored()).isEqualTo(1);
        }
    }

    @Test
    void a_history_that_ends_before_the_position_is_listed_again() throws Exception {
        try (Desks desks = new Desks();
                Reading acme = new Reading(desks, "acme")) {
            acme.fetch();
            acme.mailbox.takeFutureHistory(true);
            String before = Objects.requireNonNull(acme.intake.cursor()).value();
            acme.intake.accept(List.of(), new Cursor(before.replaceFirst("h=[0-9]*", "h=99999999999")));
            acme.arrive(2);

            FetchResult result = acme.fetch();

            assertThat(result.resynced()).isTrue();
            assertThat(result.stored()).isEqualTo(2);
            acme.arrive(1);
            assertThat(acme.fetch().stored()).isEqualTo(1);
        }
    }
}
