package io.deskwire.adapter.cloud.mailgun;

import io.deskwire.adapter.cloud.common.FormBody;
import io.deskwire.adapter.cloud.common.FormField;
import io.deskwire.adapter.cloud.common.MalformedFormException;
import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.channel.WebhookRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names by which a request to an address of several channels finds its channel: {@code address:} and one of its addresses
 * without subaddress, {@code domain:} and its domain, {@code channel:} and the mark that its messages carry.
 */
final class WebhookKeys {

    private static final int LONGEST = 1000;
    private static final int MOST = 20;

    private WebhookKeys() {}

    static Set<String> of(MailgunSettings settings) {
        Set<String> keys = new LinkedHashSet<>();
        settings.addresses().forEach(address -> keys.add(address(address)));
        keys.add("domain:" + settings.domain());
        keys.add(channel(settings.channelMark()));
        return keys;
    }

    static String address(String plain) {
        return "address:" + plain;
    }

    static String channel(String mark) {
        return "channel:" + mark;
    }

    static Set<String> in(WebhookRequest request) throws IOException {
        Set<String> keys = new LinkedHashSet<>();
        if (FormBody.isForm(request)) {
            inForm(request, keys);
        } else {
            EventBody.read(request.body()).ifPresent(body -> {
                String mark = body.channelMark();
                if (mark != null) {
                    keys.add(channel(mark));
                }
                inEvent(body.data(), keys);
            });
        }
        return keys;
    }

    private static void inForm(WebhookRequest request, Set<String> keys) throws IOException {
        FormBody form;
        try {
            form = FormBody.read(request);
        } catch (MalformedFormException e) {
            return;
        }
        for (FormField field : form.all("recipient").stream().limit(MOST).toList()) {
            String address = Mailboxes.plain(field.text(StandardCharsets.UTF_8, LONGEST));
            if (!address.isEmpty()) {
                keys.add(address(address));
                keys.add("domain:" + Mailboxes.domain(address));
            }
        }
    }

    /** Which domain sent: told by name, else by the envelope, else by our own Message-ID. */
    private static void inEvent(Map<String, Object> data, Set<String> keys) {
        Map<String, Object> headers = Tree.object(Tree.object(data, "message"), "headers");
        String named = Tree.word(Tree.object(data, "domain"), "name");
        add(named == null ? null : "@" + named, keys);
        for (@Nullable String address : new @Nullable String[] {
            Tree.word(Tree.object(data, "envelope"), "sender"),
            Tree.word(headers, "from"),
            Tree.word(headers, "message-id")
        }) {
            add(address, keys);
        }
    }

    private static void add(@Nullable String address, Set<String> keys) {
        String domain = Mailboxes.domain(address);
        // A mailbox with a name in front ends in the bracket.
        String plain = domain.endsWith(">") ? domain.substring(0, domain.length() - 1) : domain;
        if (!plain.isEmpty() && keys.size() < MOST && plain.length() <= LONGEST) {
            keys.add("domain:" + plain);
        }
    }
}
