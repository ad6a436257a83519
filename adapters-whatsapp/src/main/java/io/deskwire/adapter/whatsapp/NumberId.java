package io.deskwire.adapter.whatsapp;

import io.deskwire.channel.ChannelMemory;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Meta's id of the channel's phone number: from the document, or looked up once in the account by the number's digits and
 * kept.
 */
final class NumberId {

    private static final String KEPT = "phone_number_id";
    private static final int MOST_PAGES = 50;
    private static final String FIELDS =
            "id,display_phone_number,verified_name,quality_rating,code_verification_status,platform_type,status,name_status";

    private final ProviderApi api;
    private final ChannelMemory memory;
    private volatile @Nullable String found;

    NumberId(ProviderApi api, ChannelMemory memory) {
        this.api = api;
        this.memory = memory;
    }

    /** The id as far as it is known without asking anybody. */
    Optional<String> known() {
        WhatsAppSettings settings = api.settings();
        if (settings.phoneNumberId() != null) {
            return Optional.of(settings.phoneNumberId());
        }
        if (found != null) {
            return Optional.of(found);
        }
        // Kept together with the number it belongs to: the document may name another one by now.
        String prefix = digits() + "=";
        Optional<String> kept = memory.find(settings.tenantId(), settings.channelId(), KEPT)
                .filter(text -> text.startsWith(prefix))
                .map(text -> text.substring(prefix.length()));
        kept.ifPresent(id -> found = id);
        return kept;
    }

    /** The id, asked for when it is not known. */
    String require() throws ChannelException {
        Optional<String> known = known();
        if (known.isPresent()) {
            return known.get();
        }
        Map<String, Object> number = inAccount();
        String id = Tree.text(number, "id");
        if (id == null) {
            throw ChannelException.of(FailureKind.TRANSIENT, "the provider named the phone number without an id");
        }
        found = id;
        memory.put(api.settings().tenantId(), api.settings().channelId(), KEPT, digits() + "=" + id);
        return id;
    }

    /** What the provider knows about the number; asks it. */
    Map<String, Object> facts() throws ChannelException {
        Optional<String> id = known();
        return id.isPresent() ? api.get("/" + ProviderApi.escaped(id.get()) + "?fields=" + FIELDS) : inAccount();
    }

    private Map<String, Object> inAccount() throws ChannelException {
        String account = api.settings().accountId();
        if (account == null) {
            throw ChannelException.of(FailureKind.AUTH, "the channel names neither phone_number_id nor its account")
                    .withHint("Enter phone_number_id, or business_account_id so that it can be looked up.");
        }
        List<String> others = new ArrayList<>();
        String path = "/" + ProviderApi.escaped(account) + "/phone_numbers?limit=100&fields=" + FIELDS;
        String after = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            Map<String, Object> answer = api.get(after == null ? path : path + "&after=" + ProviderApi.escaped(after));
            for (Object entry : Tree.list(answer, "data")) {
                Map<String, Object> number = Tree.object(entry);
                if (Tree.digits(Tree.text(number, "display_phone_number")).equals(digits())) {
                    return number;
                }
                others.add(Tree.digits(Tree.text(number, "display_phone_number")));
            }
            after = Cursors.after(answer);
            if (after == null) {
                break;
            }
        }
        throw ChannelException.of(
                        FailureKind.AUTH,
                        "the WhatsApp account does not hold the channel's phone number; it holds " + others.size()
                                + " other" + (others.size() == 1 ? "" : "s"))
                .withHint("Check phone_number and business_account_id in the channel's document.");
    }

    private String digits() {
        return Tree.digits(api.settings().displayNumber());
    }
}
