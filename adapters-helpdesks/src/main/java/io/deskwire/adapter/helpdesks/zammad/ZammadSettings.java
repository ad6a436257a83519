package io.deskwire.adapter.helpdesks.zammad;

import io.deskwire.adapter.helpdesks.CommonSettings;
import io.deskwire.config.ChannelConfig;
import java.util.Objects;

/** The document of a Zammad. */
final class ZammadSettings {

    private final CommonSettings common;
    private final String group;
    private final boolean emailArticles;

    ZammadSettings(ChannelConfig config) {
        common = new CommonSettings(config, "https://zammad.example", true);
        group = Objects.requireNonNull(common.reader().text("group", "Users"));
        emailArticles = common.reader().bool("send_email_articles", false);
    }

    CommonSettings common() {
        return common;
    }

    String group() {
        return group;
    }

    boolean emailArticles() {
        return emailArticles;
    }
}
