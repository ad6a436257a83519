package io.deskwire.delivery;

import io.deskwire.config.ChannelConfig;
import io.deskwire.config.SettingsReader;
import io.deskwire.message.MessageTemplate;
import io.deskwire.message.RichContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a channel's document says that an update is put: in free text, or by a template. */
final class Announcement {

    private final ChannelConfig channel;
    private final TicketUpdate update;

    Announcement(ChannelConfig channel, TicketUpdate update) {
        this.channel = channel;
        this.update = update;
    }

    /** Whether the tenant wants updates announced on this channel. */
    boolean isWanted() {
        return update.kind() != TicketUpdate.Kind.REOPENED
                && new SettingsReader(channel.config(), "config").bool("notifications_enabled", false);
    }

    /** The tenant's own words ({@code notification_texts}), or plain ones. */
    String text() {
        if (channel.config().get("notification_texts") instanceof Map<?, ?> texts
                && texts.get(update.kind().event()) instanceof String own
                && !own.isBlank()) {
            return filled(own);
        }
        String ticket = update.number() == null ? "Your request" : "Your request #" + update.number();
        return switch (update.kind()) {
            case CREATED -> ticket + " has been received. We will get back to you.";
            case ANSWERED -> ticket + " has been answered.";
            case STATUS_CHANGED -> ticket + " is now: " + status() + ".";
            case RESOLVED -> ticket + " has been resolved.";
            case REOPENED -> ticket + " is open again.";
        };
    }

    /**
     * The template that {@code template_messages} maps the update to.
     *
     * @param known the channel's templates, as far as they are known; tell how many values are needed
     */
    Optional<RichContent.Template> template(List<MessageTemplate> known) {
        if (!(channel.config().get("template_messages") instanceof List<?> entries)) {
            return Optional.empty();
        }
        for (Object entry : entries) {
            if (entry instanceof Map<?, ?> map && update.kind().event().equals(map.get("name"))) {
                return template(map, known);
            }
        }
        return Optional.empty();
    }

    private Optional<RichContent.Template> template(Map<?, ?> entry, List<MessageTemplate> known) {
        if (!(entry.get("template_id") instanceof String name) || !(entry.get("language") instanceof String language)) {
            return Optional.empty();
        }
        Optional<MessageTemplate> definition = known.stream()
                .filter(t -> t.name().equals(name) && t.language().equals(language))
                .findFirst();
        List<RichContent.Parameter> parameters = new ArrayList<>();
        List<String> values = values(entry, definition.orElse(null));
        for (int i = 0; i < values.size(); i++) {
            String variable = definition.isPresent() && definition.get().named()
                    ? definition.get().variables().get(i)
                    : null;
            parameters.add(new RichContent.Parameter(variable, values.get(i)));
        }
        return Optional.of(new RichContent.Template(name, language, parameters, List.of(), null, List.of()));
    }

    private List<String> values(Map<?, ?> entry, @Nullable MessageTemplate definition) {
        int needed =
                definition == null ? Integer.MAX_VALUE : definition.variables().size();
        if (entry.get("parameters") instanceof List<?> own) {
            return own.stream()
                    .map(value -> filled(String.valueOf(value)))
                    .limit(needed)
                    .toList();
        }
        if (definition == null) {
            return List.of();
        }
        return Stream.of(number(), status(), subject()).limit(needed).toList();
    }

    private String filled(String pattern) {
        return pattern.replace("{number}", number())
                .replace("{status}", status())
                .replace("{subject}", subject());
    }

    private String number() {
        return update.number() == null ? "-" : update.number();
    }

    private String status() {
        return update.status() == null ? "-" : update.status();
    }

    private String subject() {
        return update.subject() == null || update.subject().isBlank() ? "-" : update.subject();
    }
}
