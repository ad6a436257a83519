package io.deskwire.adapter.whatsapp;

import io.deskwire.adapter.whatsapp.SendableFile.UnfitException;
import io.deskwire.channel.SendResult;
import io.deskwire.channel.SendResult.HandedOver;
import io.deskwire.channel.SendResult.RecipientResult;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.HttpAnswer;
import io.deskwire.http.HttpCall;
import io.deskwire.message.Address;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.MessageTemplate;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.message.RichContent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends through Meta's Cloud API or 360dialog, which take the same bodies. */
final class GraphSender implements Sender {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String UNKNOWN_CONTEXT = "131009";

    /** A message's type and the object named like it, and the file it needs. */
    private record Body(
            String type, Object content, @Nullable SendableFile file) {}

    private final ProviderApi api;
    private final GraphPaths paths;
    private final TemplateCache templates;
    private final Uploads uploads;
    private final SendAnswers answers;

    GraphSender(ProviderApi api, GraphPaths paths, TemplateCache templates, PairRate rate) {
        this.api = api;
        this.paths = paths;
        this.templates = templates;
        this.uploads = new Uploads(api);
        this.answers = new SendAnswers(api, rate);
    }

    @Override
    public SendResult send(OutboundMessage message, Address to) throws ChannelException {
        String path = paths.messages();
        Body body = body(message);
        String quoted = quoted(message);
        try {
            return post(path, MessageBodies.frame(message, to, body.type(), body.content(), quoted), to);
        } catch (ChannelException e) {
            if (quoted != null && e.code().equals(Optional.of(UNKNOWN_CONTEXT))) {
                // The quoted message may be gone; refused as a whole, so that once more without it doubles nothing.
                return post(path, MessageBodies.frame(message, to, body.type(), body.content(), null), to);
            }
            learn(e, body);
            throw e;
        }
    }

    private SendResult post(String path, Map<String, Object> body, Address to) throws ChannelException {
        HttpCall call = HttpCall.post(api.uri(path), "application/json", ProviderApi.json(body))
                .withTimeout(TIMEOUT);
        return answers.attempt(call, to, answer -> accepted(answer, to));
    }

    private void learn(ChannelException refusal, Body body) throws ChannelException {
        String code = refusal.code().orElse("");
        if (GraphErrors.category(code.isEmpty() ? -1 : Integer.parseInt(code)) == GraphErrors.Category.TEMPLATE) {
            templates.markStale();
        }
        if (body.file() != null && !refusal.kind().isRetryable()) {
            uploads.forget(paths.media(), body.file());
        }
    }

    /** Reactions name their target themselves; templates show no quoted message. */
    private @Nullable String quoted(OutboundMessage message) {
        RichContent rich = message.rich();
        boolean shown = !(rich instanceof RichContent.Reaction) && !(rich instanceof RichContent.Template);
        String answered = message.inReplyTo();
        // An id of our own has a domain; only the network's ids can be quoted.
        return shown && api.settings().quoteReplies() && answered != null && answered.indexOf('@') < 0
                ? answered
                : null;
    }

    private Body body(OutboundMessage message) throws ChannelException {
        RichContent rich = message.rich();
        if (rich instanceof RichContent.Template template) {
            return template(template, message.attachments());
        } else if (rich instanceof RichContent.Reaction reaction) {
            return new Body("reaction", MessageBodies.reaction(reaction), null);
        } else if (rich instanceof RichContent.Interactive interactive) {
            return new Body("interactive", interactive.document(), null);
        } else if (rich instanceof RichContent.Location place) {
            return new Body("location", MessageBodies.location(place), null);
        } else if (rich instanceof RichContent.Contacts contacts) {
            return new Body("contacts", MessageBodies.contacts(contacts), null);
        }
        if (message.attachments().isEmpty()) {
            return new Body("text", MessageBodies.text(message.text()), null);
        }
        if (message.attachments().size() > 1) {
            throw ChannelException.of(FailureKind.UNSUPPORTED, "WhatsApp carries one file in a message");
        }
        SendableFile file = file(message.attachments().get(0));
        if (!message.text().isBlank() && !file.kind().captioned()) {
            throw ChannelException.of(
                    FailureKind.UNSUPPORTED,
                    "no text can stand below a file of kind " + file.kind().word());
        }
        String id = uploads.upload(paths.media(), file);
        return new Body(file.kind().word(), MessageBodies.media(file, id, message.text()), file);
    }

    private Body template(RichContent.Template template, List<OutboundAttachment> attachments) throws ChannelException {
        MessageTemplate known =
                templates.find(template.name(), template.language()).orElse(null);
        TemplateBody.HeaderFile header = null;
        SendableFile file = null;
        if (!attachments.isEmpty()) {
            file = file(attachments.get(0));
            String id = uploads.upload(paths.media(), file);
            // A caption has no place in a header, and neither has the mark of a voice message.
            header = new TemplateBody.HeaderFile(file.kind().word(), MessageBodies.media(file, id, ""));
        } else if (template.headerLink() != null) {
            header = TemplateBody.link(template.headerLink(), known == null ? null : known.header());
        }
        return new Body("template", TemplateBody.of(template, known, header), file);
    }

    static SendableFile file(OutboundAttachment attachment) throws ChannelException {
        try {
            return SendableFile.of(attachment);
        } catch (UnfitException e) {
            throw ChannelException.of(FailureKind.UNSUPPORTED, e.why());
        } catch (IOException e) {
            throw ChannelException.of(FailureKind.TRANSIENT, "the stored file cannot be read", e);
        }
    }

    private static Optional<SendResult> accepted(HttpAnswer answer, Address to) throws ChannelException {
        Map<String, Object> tree = ProviderApi.object(answer);
        for (Object entry : Tree.list(tree, "messages")) {
            Map<String, Object> message = Tree.object(entry);
            String id = Tree.text(message, "id");
            if (id != null) {
                String status = Tree.text(message, "message_status");
                String remark = status == null || status.equals("accepted") ? null : status;
                RecipientResult result = new RecipientResult(to, DeliveryStatus.SENT, null, remark);
                return Optional.of(new HandedOver(id, id, List.of(result), aliases(tree, to)));
            }
        }
        return Optional.empty();
    }

    /** Brazilian, Mexican and other numbers are known by other digits than were dialled; answers come from those. */
    private static List<Address> aliases(Map<String, Object> tree, Address to) {
        List<Address> aliases = new ArrayList<>();
        for (Object entry : Tree.list(tree, "contacts")) {
            Map<String, Object> contact = Tree.object(entry);
            String digits = Tree.digits(Tree.text(contact, "wa_id"));
            boolean dialled = to.kind() == Address.Kind.PHONE && digits.equals(Tree.digits(to.value()));
            if (!digits.isEmpty() && !dialled && to.kind() != Address.Kind.GROUP) {
                aliases.add(Address.phone("+" + digits, null));
            }
            String userId = Tree.word(contact, "user_id");
            if (userId != null && !userId.equals(to.value())) {
                aliases.add(new Address(Address.Kind.BUSINESS_USER_ID, userId, null));
            }
        }
        return aliases;
    }
}
