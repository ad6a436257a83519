package io.deskwire.adapter.cloud.postmark;

import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.channel.WebhookRequest;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names by which a request to an address of several channels finds its channel: {@code address:} and one of its addresses
 * without subaddress for mail, {@code channel:} for events. Read from bytes that nobody has proven yet: they are gone through
 * once, and long texts are passed over.
 */
final class WebhookKeys {

    private static final int LONGEST = 1000;

    private WebhookKeys() {}

    static Set<String> of(PostmarkSettings settings) {
        Set<String> keys = new LinkedHashSet<>();
        settings.addresses().forEach(address -> keys.add(address(address)));
        keys.add(channel(Correlation.channelMark(settings.channelName())));
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
        Optional<PostedJson> posted = PostedJson.glance(request.body());
        if (posted.isEmpty()) {
            return keys;
        }
        Map<String, Object> tree = posted.get().tree();
        InboundPost mail = InboundPost.of(posted.get());
        if (mail != null) {
            mail.recipients().forEach(recipient -> add(recipient, keys));
            return keys;
        }
        String mark = Correlation.channelMark(tree);
        if (mark != null && mark.length() <= LONGEST) {
            keys.add(channel(mark));
        }
        // Who sent what came back; mail of before this channel has no mark.
        add(Tree.word(tree, "From"), keys);
        return keys;
    }

    private static void add(@Nullable String address, Set<String> keys) {
        String plain = address == null || address.length() > LONGEST ? "" : Mailboxes.plain(address);
        if (!plain.isEmpty()) {
            keys.add(address(plain));
        }
    }
}
