package io.deskwire.adapter.gmail;

import com.google.api.services.gmail.model.Profile;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks Gmail whose mailbox the token opens, and whether that is the configured one. */
final class AccountCheck {

    private final GmailClient client;
    private final MailboxNames names;
    private final SenderAliases aliases;

    AccountCheck(GmailClient client, MailboxNames names, SenderAliases aliases) {
        this.client = client;
        this.names = names;
        this.aliases = aliases;
    }

    /**
     * A mailbox.
     *
     * @param account the address of its account, lower-case, or null when Gmail does not say
     * @param history its newest history id
     */
    record Mailbox(@Nullable String account, BigInteger history) {}

    /**
     * Looks.
     *
     * @throws ChannelException {@code AUTH} when the mailbox is another one than the configured
     */
    Mailbox look() throws ChannelException {
        Profile profile = client.read(
                QuotaBudget.PROFILE,
                gmail -> gmail.users().getProfile(GmailClient.ME).execute());
        BigInteger history = profile.getHistoryId();
        if (history == null) {
            throw ChannelException.of(FailureKind.TRANSIENT, "Gmail does not say where the mailbox's history stands")
                    .withHint("Check api_base_url: something else than the Gmail API may have answered.");
        }
        String address = profile.getEmailAddress();
        String account =
                address == null || address.isBlank() ? null : address.strip().toLowerCase(Locale.ROOT);
        if (account != null && !isConfigured(account)) {
            throw ChannelException.of(FailureKind.AUTH, "the token opens another mailbox than that of email_address")
                    .withHint(
                            "Connect the account again signed in as email_address, or make email_address the address of"
                                    + " the account that is connected, or add it there under Settings, Accounts, \"Send mail"
                                    + " as\".");
        }
        names.learn(account);
        return new Mailbox(account, history);
    }

    /** A service account names its mailbox itself. */
    private boolean isConfigured(String account) throws ChannelException {
        String configured = client.settings().address();
        return client.settings().isServiceAccount()
                || plain(account).equals(plain(configured))
                || aliases.isListed(configured).orElse(true);
    }

    /** Whether an account bears another address than before and is the same: the old one stays as an alias then. */
    boolean isRenamed(String before) throws ChannelException {
        Optional<Boolean> listed = aliases.isListed(before);
        return listed.orElse(false);
    }

    /** Gmail overlooks dots in addresses of its own domains. */
    private static String plain(String address) {
        int at = address.lastIndexOf('@');
        String domain = address.substring(at + 1);
        boolean own = domain.equals("gmail.com") || domain.equals("googlemail.com");
        return own ? address.substring(0, Math.max(at, 0)).replace(".", "") + "@gmail.com" : address;
    }
}
