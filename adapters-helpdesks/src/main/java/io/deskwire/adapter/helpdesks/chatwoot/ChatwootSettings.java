package io.deskwire.adapter.helpdesks.chatwoot;

import io.deskwire.adapter.helpdesks.CommonSettings;
import io.deskwire.config.ChannelConfig;

/** The document of a Chatwoot. */
final class ChatwootSettings {

    private final CommonSettings common;
    private final int account;
    private final int inbox;
    private final boolean tokenInUrl;

    ChatwootSettings(ChannelConfig config) {
        common = new CommonSettings(config, "https://chatwoot.example", true);
        account = id("account_id");
        inbox = id("inbox_id");
        tokenInUrl = common.reader().bool("webhook_token_in_url", false);
    }

    private int id(String field) {
        if (!common.reader().has(field)) {
            common.reader().problem(field, "is required: the number in the inbox's address");
        }
        return common.reader().integer(field, 1, 1, Integer.MAX_VALUE);
    }

    CommonSettings common() {
        return common;
    }

    int account() {
        return account;
    }

    int inbox() {
        return inbox;
    }

    boolean tokenInUrl() {
        return tokenInUrl;
    }
}
