package io.deskwire.adapter.graph;

import com.microsoft.graph.models.Message;
import com.microsoft.graph.users.item.messages.item.createreply.CreateReplyPostRequestBody;
import com.microsoft.kiota.RequestInformation;
import io.deskwire.channel.SendResult;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Address;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a large message: a draft, made as an answer where the answered message is in the mailbox, so that Exchange itself
 * writes the thread's header fields; then its content, its files, and at last the one request that sends it.
 */
final class DraftSending {

    private static final Logger LOG = LoggerFactory.getLogger(DraftSending.class);

    private final Mailbox mailbox;
    private final SentSearch search;
    private final ReadBack readBack;
    private final Uploads uploads;

    DraftSending(Mailbox mailbox, SentSearch search, ReadBack readBack, Uploads uploads) {
        this.mailbox = mailbox;
        this.search = search;
        this.readBack = readBack;
        this.uploads = uploads;
    }

    /**
     * @param earlier an attempt of which the end is not known, or null
     */
    SendResult send(OutboundMessage mail, List<Address> recipients, SentSearch.@Nullable Attempt earlier)
            throws ChannelException {
        String draft = draft(mail, earlier);
        try {
            List<OutboundAttachment> files = mail.attachments();
            for (int i = 0; i < files.size(); i++) {
                uploads.attach(mailbox, draft, files.get(i), files.subList(0, i));
            }
            // Uploads take a while; the attempt counts from here.
            search.begin(mail, draft);
            return sent(mail, draft, recipients);
        } catch (ChannelException e) {
            withdraw(mail, draft, earlier);
            throw e;
        }
    }

    private SendResult sent(OutboundMessage mail, String draft, List<Address> recipients) throws ChannelException {
        int status;
        try {
            status = mailbox.calls().once((client, request) -> {
                mailbox.in(client).messages().byMessageId(draft).send().post(request.plain());
                return request.status();
            });
        } catch (OutcomeUnknown e) {
            return looked(mail, draft, recipients, e.words());
        }
        if (status != 202) {
            return looked(mail, draft, recipients, "Microsoft Graph answered " + status + " instead of 202 to a draft");
        }
        SentCopies.Copy copy = look(mail, draft);
        if (copy == null || copy.draft()) {
            // The draft becomes the sent copy under the same id, which is kept until its Message-ID was read.
            search.keepNote(mail);
            return SentSearch.handedOver(mail, new SentCopies.Copy(draft, false, null), recipients);
        }
        search.end(mail);
        return SentSearch.handedOver(mail, copy, recipients);
    }

    /** What may have gone out is not touched: the draft may be the sent copy already. */
    private SendResult looked(OutboundMessage mail, String draft, List<Address> recipients, String doubt) {
        SentCopies.Copy copy = look(mail, draft);
        if (copy == null || copy.draft()) {
            return new SendResult.Uncertain(doubt);
        }
        search.end(mail);
        return SentSearch.handedOver(mail, copy, recipients);
    }

    private SentCopies.@Nullable Copy look(OutboundMessage mail, String draft) {
        try {
            SentCopies.Copy copy = new SentCopies(mailbox).byId(draft);
            if (copy != null && !copy.draft()) {
                readBack.seen(mail, copy);
            }
            return copy;
        } catch (ChannelException e) {
            return null;
        }
    }

    private String draft(OutboundMessage mail, SentSearch.@Nullable Attempt earlier) throws ChannelException {
        String parent = mail.inReplyTo() == null ? null : new SentCopies(mailbox).answered(mail.inReplyTo());
        String reply = parent == null ? null : reply(mail, parent, earlier);
        return reply == null ? noted(mail, plain(mail), earlier) : reply;
    }

    /** From here on another process can find the draft and discard it, or find out what became of it. */
    private String noted(OutboundMessage mail, String draft, SentSearch.@Nullable Attempt earlier)
            throws ChannelException {
        try {
            search.begin(mail, draft);
            return draft;
        } catch (ChannelException e) {
            withdraw(mail, draft, earlier);
            throw e;
        }
    }

    private @Nullable String reply(OutboundMessage mail, String parent, SentSearch.@Nullable Attempt earlier)
            throws ChannelException {
        Message draft;
        try {
            draft = mailbox.calls()
                    .make((client, request) -> mailbox.in(client)
                            .messages()
                            .byMessageId(parent)
                            .createReply()
                            .post(new CreateReplyPostRequestBody(), request.plain()));
        } catch (ChannelException e) {
            if (Mailbox.isGone(e)) {
                return null;
            }
            throw e;
        }
        String id = noted(mail, id(draft), earlier);
        try {
            // The draft quotes what it answers and is addressed to whom Exchange thinks: all of it is replaced.
            mailbox.calls()
                    .ask((client, request) -> mailbox.in(client)
                            .messages()
                            .byMessageId(id)
                            .patch(DraftContent.of(mail, mailbox), request.plain()));
        } catch (ChannelException e) {
            withdraw(mail, id, earlier);
            throw e;
        }
        return id;
    }

    /** As mail where that fits, which keeps the thread's header fields though the answered message is gone. */
    private String plain(OutboundMessage mail) throws ChannelException {
        byte[] bytes = MailBytes.of(MailBytes.withoutFiles(mail), GraphOutbound.ONE_PIECE);
        if (bytes != null) {
            byte[] encoded = Base64.getEncoder().encode(bytes);
            return id(mailbox.calls().<@Nullable Message>make((client, request) -> {
                RequestInformation post = mailbox.in(client).messages().toPostRequestInformation(new Message());
                post.headers.remove("Content-Type");
                post.setStreamContent(new ByteArrayInputStream(encoded), "text/plain");
                request.on(post);
                return client.getRequestAdapter()
                        .send(post, GraphOutbound.errors(), Message::createFromDiscriminatorValue);
            }));
        }
        return id(mailbox.calls()
                .make((client, request) ->
                        mailbox.in(client).messages().post(DraftContent.withHeaders(mail, mailbox), request.plain())));
    }

    private static String id(@Nullable Message draft) throws ChannelException {
        if (draft == null || draft.getId() == null) {
            throw ChannelException.of(FailureKind.TRANSIENT, "Microsoft Graph gave a draft no id");
        }
        return draft.getId();
    }

    /** What is not sent should not lie about in the mailbox; while it does, it stays noted for the next attempt. */
    private void withdraw(OutboundMessage mail, String draft, SentSearch.@Nullable Attempt earlier) {
        try {
            SentCopies copies = new SentCopies(mailbox);
            SentCopies.Copy copy = copies.byId(draft);
            if (copy != null && !copy.draft()) {
                // Somebody sent it, which the next attempt finds.
                return;
            }
            copies.discard(draft);
        } catch (ChannelException e) {
            if (!Mailbox.isGone(e)) {
                LOG.info(
                        "channel {}/{} left a draft behind that the next attempt discards: {}",
                        mail.tenantId(),
                        mail.channelId(),
                        e.kind());
                return;
            }
        }
        search.end(mail, earlier);
    }
}
