package io.deskwire.adapter.gmail;

import io.deskwire.channel.ChannelMemory;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Under which addresses pushes name the mailbox: the configured one, and the account's own where that is another, as it is when
 * customers write to an alias.
 */
final class MailboxNames {

    private static final String NAME = "gmail.account";

    private final ChannelMemory memory;
    private final GmailSettings settings;
    private volatile @Nullable String account;
    private volatile boolean looked;

    MailboxNames(ChannelMemory memory, GmailSettings settings) {
        this.memory = memory;
        this.settings = settings;
    }

    private void look() {
        account = memory.find(settings.tenantId(), settings.channelId(), NAME).orElse(null);
        looked = true;
    }

    Set<String> all() {
        if (!looked) {
            look();
        }
        String known = account;
        return known == null || known.equals(settings.address())
                ? Set.of(settings.address())
                : Set.of(settings.address(), known);
    }

    /** Whether a push that names this address is ours; another node may have learnt it. */
    boolean isOurs(String mailbox) {
        if (!all().contains(mailbox)) {
            look();
        }
        return all().contains(mailbox);
    }

    /** Gmail says whose mailbox it is. A watch on the mailbox of another account is none on this one. */
    void learn(@Nullable String address) {
        String lower = address == null ? "" : address.strip().toLowerCase(Locale.ROOT);
        if (!looked) {
            look();
        }
        if (!lower.isEmpty() && !lower.equals(account)) {
            if (account != null) {
                memory.put(settings.tenantId(), settings.channelId(), MailboxWatch.WATCH, null);
            }
            memory.put(settings.tenantId(), settings.channelId(), NAME, lower);
            account = lower;
            looked = true;
        }
    }
}
