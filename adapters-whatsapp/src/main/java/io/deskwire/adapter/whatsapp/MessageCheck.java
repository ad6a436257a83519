package io.deskwire.adapter.whatsapp;

import io.deskwire.adapter.whatsapp.SendableFile.UnfitException;
import io.deskwire.channel.PublicFiles;
import io.deskwire.message.Address;
import io.deskwire.message.MessageProblem;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.message.RichContent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything that would keep a message from being sent, found before it is queued. */
final class MessageCheck {

    private final Carriage carriage;
    private final TemplateCache templates;
    private final PublicFiles files;

    MessageCheck(Carriage carriage, TemplateCache templates, PublicFiles files) {
        this.carriage = carriage;
        this.templates = templates;
        this.files = files;
    }

    List<MessageProblem> problems(OutboundMessage message) {
        List<MessageProblem> problems = new ArrayList<>();
        recipients(message, problems);
        for (int i = 0; i < message.attachments().size(); i++) {
            file(message, message.attachments().get(i), "attachments[" + i + "]", problems);
        }
        RichContent rich = message.rich();
        if (rich == null) {
            if (message.text().isBlank() && message.attachments().isEmpty()) {
                boolean html = message.html() != null && !message.html().isBlank();
                problems.add(new MessageProblem(
                        "text", html ? "is missing: WhatsApp shows no HTML" : "is missing, and there is nothing else"));
            }
        } else {
            rich(message, rich, problems);
        }
        return problems;
    }

    private static void recipients(OutboundMessage message, List<MessageProblem> problems) {
        List<Address> all = message.recipients();
        if (all.size() > 1) {
            problems.add(new MessageProblem(
                    message.to().size() > 1 ? "to" : "cc", "WhatsApp carries a message to one recipient"));
        }
        Recipient.problem(all.get(0)).ifPresent(why -> problems.add(new MessageProblem("to", why)));
    }

    private void file(OutboundMessage message, OutboundAttachment file, String field, List<MessageProblem> problems) {
        try {
            SendableFile.of(file);
            if (file.content().length() > carriage.largestFile()) {
                problems.add(new MessageProblem(
                        field,
                        "the file " + file.fileName() + " is larger than the " + (carriage.largestFile() >> 20)
                                + " MB that this provider carries"));
            } else if (carriage.fetched()
                    && files.publish(message.tenantId(), file).isEmpty()) {
                problems.add(new MessageProblem(field, TwilioSender.NO_PUBLIC_ADDRESS));
            }
        } catch (UnfitException e) {
            problems.add(new MessageProblem(field, e.why()));
        } catch (IOException e) {
            problems.add(new MessageProblem(field, "the stored file " + file.fileName() + " cannot be read"));
        }
    }

    private void rich(OutboundMessage message, RichContent rich, List<MessageProblem> problems) {
        if (rich instanceof RichContent.Template template) {
            problems.addAll(TemplateCheck.of(template, message.attachments(), templates));
            return;
        }
        if (!carriage.richContent()) {
            problems.add(new MessageProblem(name(rich), "this provider carries text, files and templates alone"));
        } else if (rich instanceof RichContent.Reaction reaction) {
            reaction(reaction, problems);
        } else if (rich instanceof RichContent.Interactive interactive) {
            problems.addAll(InteractiveCheck.of(interactive.document()));
        } else if (rich instanceof RichContent.Contacts contacts) {
            contacts(contacts, problems);
        }
    }

    private static String name(RichContent rich) {
        if (rich instanceof RichContent.Reaction) {
            return "reaction";
        } else if (rich instanceof RichContent.Interactive) {
            return "interactive";
        }
        return rich instanceof RichContent.Contacts ? "contacts" : "location";
    }

    private static void reaction(RichContent.Reaction reaction, List<MessageProblem> problems) {
        if (reaction.targetId().isBlank() || reaction.targetId().indexOf('@') >= 0) {
            problems.add(new MessageProblem("reaction.message_id", "must be a message that the customer sent here"));
        }
        String emoji = reaction.emoji();
        if (emoji != null && (emoji.codePointCount(0, emoji.length()) > 12 || emoji.matches(".*[\\p{Alnum}\\s].*"))) {
            problems.add(new MessageProblem("reaction.emoji", "must be one emoji, or nothing to take it away"));
        }
    }

    private static void contacts(RichContent.Contacts contacts, List<MessageProblem> problems) {
        if (contacts.cards().isEmpty() || contacts.cards().size() > 257) {
            problems.add(new MessageProblem("contacts", "must be 1 to 257 cards"));
        }
        for (int i = 0; i < contacts.cards().size(); i++) {
            Map<String, Object> name = Tree.object(contacts.cards().get(i), "name");
            boolean part = name.keySet().stream().anyMatch(key -> !key.equals("formatted_name") && text(name.get(key)));
            if (!text(name.get("formatted_name")) || !part) {
                problems.add(new MessageProblem(
                        "contacts[" + i + "].name", "must have formatted_name and another part such as first_name"));
            }
        }
    }

    private static boolean text(@Nullable Object value) {
        return value instanceof String text && !text.isBlank();
    }
}
