package io.deskwire.adapter.gmail;

import com.google.api.services.gmail.model.ListSendAsResponse;
import com.google.api.services.gmail.model.SendAs;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Address;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that a mailbox may send from. Gmail does not refuse others: it puts the account's own address in their place
 * without a word, so that an unknown one is refused here.
 */
final class SenderAliases {

    private static final Duration FRESH = Duration.ofHours(1);
    private static final Duration NEW = Duration.ofMinutes(1);

    private final GmailClient client;
    private final String account;
    private final InstantSource clock;
    private @Nullable Known known;

    /**
     * @param account the mailbox's own address
     */
    SenderAliases(GmailClient client, String account, InstantSource clock) {
        this.client = client;
        this.account = account.toLowerCase(Locale.ROOT);
        this.clock = clock;
    }

    /** What may be said about an address: true when it may send, false while its owner has not confirmed it. */
    private record Known(@Nullable Map<String, Boolean> confirmed, Instant at) {}

    /**
     * Passes when a mail may leave from an address, or when nobody can tell because the list may not be read.
     *
     * @throws ChannelException {@code PERMANENT} when it may not; other kinds when Gmail cannot be asked now
     */
    void require(Address from) throws ChannelException {
        Optional<ChannelException> refusal = refusal(from.value());
        if (refusal.isPresent()) {
            throw refusal.get();
        }
    }

    /** Why a mail may not leave from an address; empty when it may, or when nobody can tell. */
    Optional<ChannelException> refusal(String from) throws ChannelException {
        String address = from.toLowerCase(Locale.ROOT);
        if (address.equals(account)) {
            return Optional.empty();
        }
        Known list = list(FRESH);
        if (isUnconfirmed(list, address)) {
            // It may have been added or confirmed just now.
            list = list(NEW);
        }
        return isUnconfirmed(list, address) ? Optional.of(refused(list, address)) : Optional.empty();
    }

    /** Whether the list of addresses could be read when it was looked at last. */
    boolean isReadable() throws ChannelException {
        return list(NEW).confirmed() != null;
    }

    /**
     * The account's address and every other that it sends from, lower-case; the first alone when the list may not be read.
     *
     * @throws ChannelException when Gmail cannot be asked now
     */
    Set<String> addresses() throws ChannelException {
        Map<String, Boolean> all = list(FRESH).confirmed();
        Set<String> addresses = new HashSet<>(all == null ? Set.of() : all.keySet());
        addresses.add(account);
        return addresses;
    }

    /**
     * Whether the account that is connected sends from an address too; empty when the list may not be read.
     *
     * @throws ChannelException when Gmail cannot be asked now
     */
    Optional<Boolean> isListed(String address) throws ChannelException {
        Map<String, Boolean> all = list(FRESH).confirmed();
        return Optional.ofNullable(all).map(listed -> listed.containsKey(address.toLowerCase(Locale.ROOT)));
    }

    private static boolean isUnconfirmed(Known list, String address) {
        return list.confirmed() != null && !list.confirmed().getOrDefault(address, false);
    }

    private ChannelException refused(Known list, String address) {
        boolean pending = list.confirmed() != null && list.confirmed().containsKey(address);
        ChannelException refused = ChannelException.of(
                        FailureKind.PERMANENT,
                        pending
                                ? "Gmail does not send from " + address + " before its owner has confirmed it"
                                : "the mailbox may not send from " + address
                                        + "; Gmail would put the account's address in its place")
                .withCode("sendAs");
        return refused.withHint(
                pending
                        ? "Open the confirmation mail that Gmail sent to " + address + "."
                        : "Add " + address + " in Gmail under Settings, Accounts, \"Send mail as\", signed in as "
                                + account + ", or make the ticket address " + account + ".");
    }

    private Known list(Duration fresh) throws ChannelException {
        Instant now = clock.instant();
        synchronized (this) {
            if (known != null && !now.isAfter(known.at().plus(fresh))) {
                return known;
            }
        }
        Known read = new Known(read(), now);
        synchronized (this) {
            known = read;
        }
        return read;
    }

    private @Nullable Map<String, Boolean> read() throws ChannelException {
        ListSendAsResponse answer;
        try {
            answer = client.now(
                    QuotaBudget.LABELS,
                    gmail -> gmail.users()
                            .settings()
                            .sendAs()
                            .list(GmailClient.ME)
                            .execute());
        } catch (ChannelException e) {
            if (ThreadLookup.isForGood(e)) {
                return null;
            }
            throw e;
        }
        Map<String, Boolean> confirmed = new HashMap<>();
        if (answer.getSendAs() != null) {
            for (SendAs each : answer.getSendAs()) {
                if (each.getSendAsEmail() != null) {
                    boolean accepted = Boolean.TRUE.equals(each.getIsPrimary())
                            || each.getVerificationStatus() == null
                            || each.getVerificationStatus().equalsIgnoreCase("accepted");
                    confirmed.put(each.getSendAsEmail().toLowerCase(Locale.ROOT), accepted);
                }
            }
        }
        return confirmed;
    }
}
