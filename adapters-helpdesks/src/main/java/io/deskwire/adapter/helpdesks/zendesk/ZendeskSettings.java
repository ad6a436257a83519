package io.deskwire.adapter.helpdesks.zendesk;

import io.deskwire.adapter.helpdesks.CommonSettings;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The document of a Zendesk. */
final class ZendeskSettings {

    private final CommonSettings common;
    private final @Nullable String user;
    private final @Nullable Long group;

    ZendeskSettings(ChannelConfig config) {
        common = new CommonSettings(config, "https://acme.zendesk.com", true);
        user = common.reader().text("api_user", null);
        group = group();
    }

    private @Nullable Long group() {
        Object value = common.reader().has("group_id") ? common.reader().text("group_id", null) : null;
        if (value instanceof String text && text.strip().matches("[0-9]{1,18}")) {
            return Long.parseLong(text.strip());
        }
        if (value != null) {
            common.reader().problem("group_id", "must be a number");
        }
        return null;
    }

    CommonSettings common() {
        return common;
    }

    /** The group of new tickets, or null. */
    @Nullable Long groupId() {
        return group;
    }

    /** The value of {@code Authorization}. */
    Secret authorization() {
        String token = common.token().reveal();
        return Secret.of(
                user == null
                        ? "Bearer " + token
                        : "Basic "
                                + Base64.getEncoder()
                                        .encodeToString((user + "/token:" + token).getBytes(StandardCharsets.UTF_8)));
    }
}
