package io.deskwire.adapter.cloud.sendgrid;

import io.deskwire.adapter.cloud.common.ToldTime;
import io.deskwire.channel.Outbound;
import io.deskwire.channel.SendResult;
import io.deskwire.channel.SendResult.HandedOver;
import io.deskwire.channel.SendResult.RecipientResult;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.HttpAnswer;
import io.deskwire.http.HttpCall;
import io.deskwire.message.Address;
import io.deskwire.message.Content;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.MessageProblem;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.mime.MimeComposer;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends through {@code POST /v3/mail/send}. There is no look-up: the event {@code processed}, which repeats our id, settles an
 * attempt whose end nobody heard.
 */
final class SendGridOutbound implements Outbound {

    /** SendGrid takes 30 MB. */
    static final long LARGEST = 30_000_000;

    private static final int MOST_RECIPIENTS = 1000;
    private static final long LARGE = 5_000_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration LONG_TIMEOUT = Duration.ofSeconds(90);

    private final SendGridApi api;
    private final ToldTime time;

    SendGridOutbound(SendGridApi api, ToldTime time) {
        this.api = api;
        this.time = time;
    }

    @Override
    public SendResult send(OutboundMessage message, List<Address> recipients) throws ChannelException {
        List<MessageProblem> problems = problems(message);
        if (!problems.isEmpty()) {
            throw ChannelException.of(
                    FailureKind.UNSUPPORTED,
                    "SendGrid cannot carry the message: " + problems.get(0).message());
        }
        requireFiles(message);
        Content body = MailSend.of(message, recipients, api.settings().channelName());
        HttpCall call = HttpCall.post(api.uri("/v3/mail/send"), "application/json", body)
                .withTimeout(body.length() > LARGE ? LONG_TIMEOUT : TIMEOUT);
        return api.calls().send(api.signedIn(call), answer -> accepted(answer, recipients));
    }

    /** A file that fails in the middle of the call would leave it open what SendGrid made of the rest. */
    private static void requireFiles(OutboundMessage message) throws ChannelException {
        for (OutboundAttachment file : message.attachments()) {
            try (InputStream bytes = file.content().open()) {
                bytes.read();
            } catch (IOException e) {
                throw ChannelException.of(FailureKind.TRANSIENT, "a stored file cannot be read", e);
            }
        }
    }

    private static Optional<SendResult> accepted(HttpAnswer answer, List<Address> recipients) {
        // In sandbox mode, and nobody promises it elsewhere, there is no id.
        @Nullable String id = answer.header("x-message-id")
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElse(null);
        return Optional.of(new HandedOver(
                id,
                null,
                recipients.stream()
                        .map(recipient -> new RecipientResult(recipient, DeliveryStatus.SENT, null, null))
                        .toList()));
    }

    @Override
    public List<MessageProblem> problems(OutboundMessage message) {
        List<MessageProblem> problems = new ArrayList<>();
        new MimeComposer().check(message).forEach(problem -> problems.add(new MessageProblem("message", problem)));
        if (message.rich() != null) {
            problems.add(new MessageProblem("template", "e-mail carries text, HTML and files only"));
        }
        boolean blank = message.text().isBlank()
                && (message.html() == null || message.html().isBlank());
        if (blank && message.attachments().isEmpty()) {
            problems.add(new MessageProblem("text", "SendGrid takes no mail without text, HTML or files"));
        }
        if (message.recipients().size() > MOST_RECIPIENTS) {
            problems.add(new MessageProblem("to", "SendGrid takes at most 1000 recipients"));
        }
        if (problems.isEmpty()) {
            long length = MailSend.of(
                            message, message.recipients(), api.settings().channelName())
                    .length();
            if (length > LARGEST) {
                problems.add(new MessageProblem(
                        "attachments",
                        "the whole mail, files in base64, would have " + length + " bytes; SendGrid takes at most "
                                + LARGEST));
            }
        }
        return problems;
    }

    @Override
    public Instant mayLeaveAt(OutboundMessage message, Instant now) {
        time.told(now);
        return now;
    }
}
