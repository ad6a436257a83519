package io.deskwire.adapter.cloud.common;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a message carries so that events about it find the channel that sent it, where several channels share an account at a
 * provider. A digest, since some providers show it to recipients: 32 letters and digits, the same for a channel for ever.
 */
public final class ChannelMark {

    /** The name under which messages carry it, and events repeat it. */
    public static final String NAME = "desk_channel";

    private static final int BYTES = 16;
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");

    private ChannelMark() {}

    /** The mark that an event repeats; null for what is none, such as a name that somebody else uses for something else. */
    public static @Nullable String read(@Nullable String text) {
        return text != null && FORM.matcher(text).matches() ? text : null;
    }

    /** The mark of a channel. */
    public static String of(String tenantId, String channelId) {
        // Length first: no two pairs make the same text.
        String text = "channel:" + tenantId.length() + ":" + tenantId + "/" + channelId;
        byte[] digest = Digests.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, BYTES);
    }
}
