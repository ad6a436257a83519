package io.deskwire.adapter.cloud.sendgrid;

import io.deskwire.adapter.cloud.common.FormBody;
import io.deskwire.adapter.cloud.common.FormField;
import io.deskwire.adapter.cloud.common.MalformedFormException;
import io.deskwire.channel.WebhookRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names by which a request to an address of several channels finds its channel: {@code address:} and {@code domain:} of the
 * recipients of a mail, {@code channel:} of events. Read from bytes that nobody has proven yet: a form is gone through once,
 * and of events only the beginning is looked through.
 */
final class WebhookKeys {

    /** SendGrid posts events at 768 kB. */
    private static final int MOST_EVENT_BYTES = 2 << 20;

    static final int MOST_KEYS = 100;
    private static final Pattern CHANNEL =
            Pattern.compile("\"" + MailSend.CHANNEL + "\"\\s*:\\s*\"([^\"\\\\]{1,300})\"");

    private WebhookKeys() {}

    static Set<String> of(SendGridSettings settings) {
        Set<String> keys = new LinkedHashSet<>();
        for (String address : settings.addresses()) {
            keys.add(address(address));
        }
        for (String address : settings.addresses()) {
            keys.add("domain:" + domain(address));
        }
        keys.add("domain:" + settings.inboundHost());
        keys.add(channel(settings.channelName()));
        return keys;
    }

    static Set<String> in(WebhookRequest request) throws IOException {
        Set<String> keys = new LinkedHashSet<>();
        if (EventBatch.isIn(request)) {
            byte[] beginning;
            try (InputStream body = request.body().open()) {
                beginning = body.readNBytes(MOST_EVENT_BYTES);
            }
            Matcher matcher = CHANNEL.matcher(new String(beginning, StandardCharsets.UTF_8));
            while (keys.size() < MOST_KEYS && matcher.find()) {
                keys.add(channel(matcher.group(1)));
            }
            return keys;
        }
        try {
            for (FormField field : FormBody.read(request).allIgnoringCase("envelope")) {
                for (String recipient : EnvelopeField.read(field).recipients()) {
                    if (keys.size() < MOST_KEYS) {
                        keys.add(address(recipient));
                        keys.add("domain:" + domain(recipient));
                    }
                }
            }
        } catch (MalformedFormException e) {
            return Set.of();
        }
        return keys;
    }

    /** The key of an address; a token behind a plus sign does not count. */
    static String address(String address) {
        String lower = address.toLowerCase(Locale.ROOT);
        int at = lower.lastIndexOf('@');
        int plus = lower.indexOf('+');
        return "address:" + (plus > 0 && plus < at ? lower.substring(0, plus) + lower.substring(at) : lower);
    }

    static String channel(String name) {
        return "channel:" + name;
    }

    /** What stands behind the @, lower-case. */
    static String domain(String address) {
        return address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }
}
