package io.deskwire.app.console;

import io.deskwire.app.metrics.WebhookCounts;
import io.deskwire.config.ChannelConfig;
import io.deskwire.message.MessageTemplate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an operator needs to know about a channel to which the provider pushes.
 *
 * @param flavour through whom the number is reached
 * @param number the number itself, or null
 * @param numberId the provider's id of it, or null when it is looked up
 * @param webhook the address to give to the provider
 * @param observing whether requests without proof are taken all the same
 * @param unproven what came without proof since this process started, in words; null when nothing did
 */
record ChatSetup(
        String flavour,
        @Nullable String number,
        @Nullable String numberId,
        String webhook,
        boolean observing,
        @Nullable String unproven,
        List<Template> templates) {

    private static final Map<String, String> FLAVOURS =
            Map.of("meta", "Meta Cloud API", "360dialog", "360dialog", "twilio", "Twilio");

    /** One template with its state at the provider. */
    record Template(String name, String language, String category, Chip status, String body) {}

    ChatSetup {
        templates = List.copyOf(templates);
    }

    static ChatSetup of(
            ChannelConfig config,
            String publicUrl,
            List<MessageTemplate> templates,
            Optional<WebhookCounts.Refused> refused) {
        String flavour = text(config, "flavour");
        return new ChatSetup(
                FLAVOURS.getOrDefault(flavour == null ? "meta" : flavour, String.valueOf(flavour)),
                text(config, "phone_number"),
                text(config, "phone_number_id"),
                Addresses.webhook(publicUrl, config.provider(), config.tenantId(), config.channelId()),
                "observe".equals(text(config, "verification")),
                refused.map(ChatSetup::words).orElse(null),
                templates.stream().map(ChatSetup::template).toList());
    }

    /** What came without proof, in words. */
    static String words(WebhookCounts.Refused refused) {
        StringBuilder words = new StringBuilder();
        if (refused.refused() > 0) {
            words.append(Words.count(refused.refused(), "request was", "requests were"))
                    .append(" turned away");
        }
        if (refused.observed() > 0) {
            words.append(words.isEmpty() ? "" : ", ")
                    .append(Words.count(refused.observed(), "request was", "requests were"))
                    .append(" taken without proof");
        }
        return words.append(" since this server started; the last one because ")
                .append(refused.lastReason())
                .toString();
    }

    private static Template template(MessageTemplate template) {
        String status = template.status();
        Tone tone = template.isApproved()
                ? Tone.GOOD
                : status.equals("PENDING") || status.equals("IN_APPEAL") ? Tone.WAIT : Tone.BAD;
        String word = status.isEmpty()
                ? "Unknown"
                : status.charAt(0)
                        + status.substring(1).toLowerCase(Locale.ROOT).replace('_', ' ');
        return new Template(
                template.name(), template.language(), template.category(), new Chip(word, tone), template.body());
    }

    private static @Nullable String text(ChannelConfig config, String field) {
        return config.config().get(field) instanceof String text && !text.isBlank() ? text : null;
    }
}
