package io.deskwire.adapter.cloud.mailgun;

import io.deskwire.adapter.cloud.common.ChannelMark;
import io.deskwire.adapter.cloud.common.MailBytes;
import io.deskwire.adapter.cloud.common.ToldTime;
import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.channel.Outbound;
import io.deskwire.channel.SendResult;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.HttpAnswer;
import io.deskwire.http.HttpCall;
import io.deskwire.http.MultipartForm;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import io.deskwire.message.Address;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.MessageProblem;
import io.deskwire.message.OutboundMessage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sends whole MIME messages. Mailgun keeps the Message-ID they have, takes the recipients apart from their header, and knows no
 * key by which a repeated one would be the same.
 */
final class MailgunOutbound implements Outbound {

    /** The variable that comes back with every event about the message. */
    static final String CORRELATION = "desk_msg";

    /** What Mailgun takes, files encoded. */
    static final long MOST_BYTES = 25L * 1000 * 1000;

    private static final int MOST_RECIPIENTS = 1000;
    private static final long LARGE = 5_000_000;

    private final MailgunApi api;
    private final ToldTime time;
    private final SentLookup lookup;

    MailgunOutbound(MailgunApi api, ToldTime time) {
        this.api = api;
        this.time = time;
        this.lookup = new EventLookup(api);
    }

    @Override
    public SendResult send(OutboundMessage message, List<Address> recipients) throws ChannelException {
        List<MessageProblem> problems = problems(message);
        if (!problems.isEmpty()) {
            throw ChannelException.of(FailureKind.UNSUPPORTED, problems.get(0).toString());
        }
        MailBytes mail = MailBytes.of(message);
        MultipartForm form = MultipartForm.of(boundary(message));
        for (Address recipient : recipients) {
            form = form.text("to", recipient.value());
        }
        form = form.text("v:" + CORRELATION, message.messageId())
                .text("v:" + ChannelMark.NAME, api.settings().channelMark())
                .file("message", "message.mime", "message/rfc822", mail);
        HttpCall call = HttpCall.post(api.ofDomain("/messages.mime"), form.contentType(), form.content())
                .withTimeout(Duration.ofSeconds(mail.length() > LARGE ? 90 : 30));
        return api.calls().send(api.signedIn(call), answer -> accepted(answer, recipients));
    }

    private static Optional<SendResult> accepted(HttpAnswer answer, List<Address> recipients) {
        Map<String, Object> body;
        try {
            body = Json.lenient().parseObject(answer.body());
        } catch (JsonException e) {
            // A wrong path is answered 200 with a greeting.
            return Optional.empty();
        }
        String id = Mailboxes.bare(Tree.word(body, "id"));
        return id.isEmpty() ? Optional.empty() : Optional.of(handedOver(id, recipients));
    }

    static SendResult.HandedOver handedOver(String providerMessageId, List<Address> recipients) {
        return new SendResult.HandedOver(
                providerMessageId,
                null,
                recipients.stream()
                        .map(each -> new SendResult.RecipientResult(each, DeliveryStatus.SENT, null, null))
                        .toList());
    }

    /** From the id, which nobody outside knew while the message was written. */
    private static String boundary(OutboundMessage message) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(("form:" + message.messageId()).getBytes(StandardCharsets.UTF_8));
            return "deskwire-" + HexFormat.of().formatHex(digest, 0, 20);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public List<MessageProblem> problems(OutboundMessage message) {
        List<MessageProblem> problems = new ArrayList<>(MailBytes.problems(message, MOST_BYTES));
        if (message.recipients().size() > MOST_RECIPIENTS) {
            problems.add(new MessageProblem("to", "Mailgun takes at most " + MOST_RECIPIENTS + " recipients at once"));
        }
        return problems;
    }

    @Override
    public Instant mayLeaveAt(OutboundMessage message, Instant now) {
        time.told(now);
        return now;
    }

    @Override
    public Optional<SentLookup> sentLookup() {
        return Optional.of(lookup);
    }
}
