package io.deskwire.adapter.whatsapp;

import io.deskwire.adapter.whatsapp.WhatsAppSettings.FallbackTemplate;
import io.deskwire.channel.ServiceWindow;
import io.deskwire.message.MessageTemplate;
import io.deskwire.message.OutboundMessage;
import io.deskwire.message.RichContent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** WhatsApp's 24 hours after a customer's message, and the template that stands in for text after them. */
final class ClosedWindow implements ServiceWindow {

    // Ours end a little earlier, so that a message that leaves in time also arrives in time.
    private static final Duration LENGTH = Duration.ofHours(24).minusMinutes(2);
    private static final int LONGEST_BODY = 1024;

    private final WhatsAppSettings settings;
    private final TemplateCache templates;

    ClosedWindow(WhatsAppSettings settings, TemplateCache templates) {
        this.settings = settings;
        this.templates = templates;
    }

    @Override
    public Duration length() {
        return LENGTH;
    }

    @Override
    public boolean needs(OutboundMessage message) {
        return !(message.rich() instanceof RichContent.Template);
    }

    @Override
    public Optional<OutboundMessage> fallback(OutboundMessage message) {
        FallbackTemplate chosen = settings.fallbackTemplate();
        // Files, places and buttons have no place in a template's variable.
        if (chosen == null || message.rich() != null || !message.attachments().isEmpty()) {
            return Optional.empty();
        }
        Optional<MessageTemplate> known = templates.find(chosen.name(), chosen.language());
        if (known.isEmpty() && templates.isRead() && settings.flavour() != Flavour.TWILIO) {
            return Optional.empty();
        }
        if (known.isPresent() && !canStandIn(known.get())) {
            return Optional.empty();
        }
        if (known.isPresent() && known.get().variables().isEmpty()) {
            // It says nothing of what was written, and the ticket must not claim that it did.
            String shown =
                    known.get().body() + "\n\n[Not sent, since the service window is closed: " + message.text() + "]";
            return Optional.of(message.with(
                    shown, null, List.of(), RichContent.Template.of(chosen.name(), chosen.language(), List.of())));
        }
        int rest = known.map(t -> TemplateTrees.filled(t.body(), t.variables(), List.of(""))
                        .length())
                .orElse(0);
        String text = oneLine(message.text());
        if (text.isEmpty() || text.codePointCount(0, text.length()) > LONGEST_BODY - rest) {
            // Cut short it would not be what the ticket shows.
            return Optional.empty();
        }
        return Optional.of(message.with(
                message.text(),
                null,
                List.of(),
                RichContent.Template.of(chosen.name(), chosen.language(), List.of(text))));
    }

    /** One variable at most, in the body, and nothing else to be filled in. */
    private static boolean canStandIn(MessageTemplate template) {
        MessageTemplate.Header header = template.header();
        boolean plainHeader = header == null
                || (header.format().equals("TEXT") && header.variables().isEmpty());
        return template.isApproved()
                && template.variables().size() <= 1
                && plainHeader
                && template.buttons().stream().noneMatch(MessageTemplate.Button::needsValue);
    }

    /** Variables take no line breaks, no tabs and no runs of spaces. */
    private static String oneLine(String text) {
        return text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    }
}
