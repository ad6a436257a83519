package io.deskwire.adapter.gmail;

import com.google.api.services.gmail.Gmail;
import com.google.api.services.gmail.model.Message;
import io.deskwire.channel.ChannelMemory;
import io.deskwire.channel.Outbound;
import io.deskwire.channel.SendResult;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Address;
import io.deskwire.message.MessageProblem;
import io.deskwire.message.OutboundMessage;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends whole MIME messages by {@code users.messages.send}. Gmail answers for all recipients at once, threads a mail by the id of
 * the thread together with References and the subject, and may give it another Message-ID, which is read back.
 */
final class GmailOutbound implements Outbound {

    private final GmailClient client;
    private final SenderAliases senders;
    private final ThreadLookup threads;
    private final Attempts attempts;
    private final SentSearch search;
    private final ReadBack readBack;
    private final SendPace pace;

    GmailOutbound(GmailClient client, ChannelMemory memory, SenderAliases senders) {
        this.client = client;
        this.senders = senders;
        this.threads = new ThreadLookup(client);
        this.attempts = new Attempts(memory, client.settings(), client.clock());
        this.search = new SentSearch(client, attempts, client.clock());
        this.readBack = new ReadBack(client, search);
        this.pace = new SendPace(client.settings().unitsPerMinute());
    }

    @Override
    public SendResult send(OutboundMessage message, List<Address> recipients) throws ChannelException {
        List<MessageProblem> problems = problems(message);
        if (!problems.isEmpty()) {
            throw ChannelException.of(FailureKind.UNSUPPORTED, "Gmail cannot carry the message: " + problems.get(0));
        }
        senders.require(message.from());
        String thread = threads.threadOf(message);
        ComposedMail mail = ComposedMail.of(message, recipients);
        SendAttempt.Outcome outcome = attempt(message, mail, thread);
        if (thread != null && outcome.isRefusedAs(FailureKind.NOT_FOUND)) {
            // The thread is gone since it was looked up, and 404 proves that nothing was sent.
            outcome = attempt(message, mail, null);
        }
        return result(outcome, message, recipients);
    }

    private SendAttempt.Outcome attempt(OutboundMessage message, ComposedMail mail, @Nullable String thread)
            throws ChannelException {
        SendAttempt attempt = new SendAttempt(client);
        boolean isLarge = mail.length() > MailLimits.LARGEST_IN_JSON;
        attempts.begin(message, isLarge ? GmailClient.TRANSFER : GmailClient.CALL);
        if (isLarge) {
            client.budget().spend(QuotaBudget.SEND);
            return attempt.make(() -> upload(client.transfers(), mail, thread));
        }
        return client.now(QuotaBudget.SEND, gmail -> attempt.make(() -> inJson(gmail, mail, thread)));
    }

    private static Gmail.Users.Messages.Send inJson(Gmail gmail, ComposedMail mail, @Nullable String thread)
            throws IOException {
        Message document = new Message().setThreadId(thread).encodeRaw(mail.bytes());
        return gmail.users().messages().send(GmailClient.ME, document);
    }

    /** One request whose body is composed as it leaves, in place of the library's resumable upload. */
    private static Gmail.Users.Messages.Send upload(Gmail gmail, ComposedMail mail, @Nullable String thread)
            throws IOException {
        Gmail.Users.Messages.Send send =
                gmail.users().messages().send(GmailClient.ME, new Message().setThreadId(thread), mail.upload());
        send.getMediaHttpUploader().setDirectUploadEnabled(true).setDisableGZipContent(true);
        return send;
    }

    private SendResult result(SendAttempt.Outcome outcome, OutboundMessage message, List<Address> recipients)
            throws ChannelException {
        if (outcome.uncertain() != null) {
            attempts.over(message);
            return new SendResult.Uncertain(outcome.uncertain());
        }
        attempts.settle(message);
        if (outcome.refusal() != null) {
            throw outcome.refusal();
        }
        String id = outcome.id();
        return SentSearch.handedOver(message, recipients, id, id == null ? null : readBack.tried(message, id));
    }

    @Override
    public List<MessageProblem> problems(OutboundMessage message) {
        return MailLimits.problems(message);
    }

    @Override
    public Instant mayLeaveAt(OutboundMessage message, Instant now) {
        return pace.next(now);
    }

    @Override
    public Optional<SentLookup> sentLookup() {
        return Optional.of(this::found);
    }

    private Optional<SendResult.HandedOver> found(OutboundMessage message) throws ChannelException {
        Optional<SendResult.HandedOver> found = search.find(message);
        found.ifPresent(sent -> readBack.seen(message, sent.wireMessageId()));
        return found;
    }

    @Override
    public Optional<AfterSend> afterSend() {
        return Optional.of(readBack);
    }
}
