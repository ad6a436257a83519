package io.deskwire.adapter.cloud.postmark;

import io.deskwire.adapter.cloud.common.ContentBody;
import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.channel.RawItem;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.message.Content;
import io.deskwire.message.Envelope;
import io.deskwire.mime.MimeDecoder;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A mail as Postmark posts it: taken apart, and with {@code RawEmail} as it was too. */
final class InboundPost {

    /** The format of a mail that came taken apart; the bytes are the JSON as posted. */
    static final String FORMAT = "postmark-json";

    /** Stands in the sample that the button "Check" posts. */
    static final String NO_ID = "00000000-0000-0000-0000-000000000000";

    private static final int LONGEST_ID = 200;

    /** What fits beside an item, of addresses of the longest kind. */
    private static final int MOST_RECIPIENTS = 100;

    private final PostedJson posted;

    private InboundPost(PostedJson posted) {
        this.posted = posted;
    }

    /** Whether it is a mail: those carry no {@code RecordType}. */
    static @Nullable InboundPost of(PostedJson posted) {
        String type = Tree.word(posted.tree(), "RecordType");
        boolean mail = type == null
                ? posted.tree().containsKey("Headers")
                        || posted.tree().containsKey("OriginalRecipient")
                        || posted.tree().containsKey("RawEmail")
                : type.toLowerCase(Locale.ROOT).equals("inbound");
        return mail ? new InboundPost(posted) : null;
    }

    /** Whether it is a sample that nobody wrote. */
    boolean isSample() {
        return NO_ID.equals(Tree.word(posted.tree(), "MessageID"));
    }

    RawItem item(PostmarkSettings settings, WebhookRequest request) throws IOException {
        InboundVerdicts verdicts = InboundVerdicts.of(posted);
        Map<String, String> meta = new LinkedHashMap<>();
        verdicts.into(meta);
        String id = Tree.word(posted.tree(), "MessageID");
        if (id != null && id.length() > LONGEST_ID) {
            id = null;
        }
        if (id != null) {
            meta.put("provider_message_id", id);
        }
        List<String> recipients = recipients();
        names(recipients, settings, meta);
        Content mail = wholeMail();
        return new RawItem(
                id == null ? "mail:sha256-" + request.body().sha256() : "mail:" + id,
                mail == null ? FORMAT : MimeDecoder.FORMAT,
                new Envelope(verdicts.envelopeSender(), recipients),
                null,
                meta,
                new ContentBody(mail == null ? request.body() : mail));
    }

    /** Postmark posts a mail once for each of a server's addresses that it came to; where it names several, all of them. */
    List<String> recipients() {
        String told = Tree.word(posted.tree(), "OriginalRecipient");
        List<String> recipients = Mailboxes.each(told);
        return recipients.subList(0, Math.min(recipients.size(), MOST_RECIPIENTS));
    }

    /**
     * At an address of several channels each takes what is for it; at its own address it takes everything, also what is for
     * others as well, whom the item names.
     */
    private static void names(List<String> recipients, PostmarkSettings settings, Map<String, String> meta) {
        Set<String> others = new LinkedHashSet<>();
        recipients.stream()
                .map(Mailboxes::plain)
                .filter(plain -> !plain.isEmpty())
                .forEach(others::add);
        boolean foreign = !others.isEmpty() && Collections.disjoint(others, settings.addresses());
        others.removeAll(Set.copyOf(settings.addresses()));
        if (foreign) {
            String first = others.iterator().next();
            meta.put(RawItem.FOREIGN, WebhookKeys.address(first));
            others.remove(first);
        }
        String also = others.stream()
                .filter(plain -> plain.chars().noneMatch(c -> c <= ' '))
                .map(WebhookKeys::address)
                .collect(Collectors.joining(" "));
        if (!also.isEmpty()) {
            meta.put(RawItem.ALSO, also);
        }
    }

    /** The mail as it was; null when it did not come along, or not unharmed while its parts did. */
    private @Nullable Content wholeMail() throws IOException {
        Content mail = posted.content(posted.tree().get("RawEmail"));
        if (mail == null || mail.length() == 0) {
            return null;
        }
        boolean parts = !Tree.list(posted.tree(), "Headers").isEmpty();
        return parts && RawText.isDamaged(mail) ? null : mail;
    }
}
