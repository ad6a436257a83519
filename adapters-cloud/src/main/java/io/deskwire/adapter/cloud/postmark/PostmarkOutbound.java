package io.deskwire.adapter.cloud.postmark;

import io.deskwire.adapter.cloud.common.ProviderCalls;
import io.deskwire.adapter.cloud.common.ToldTime;
import io.deskwire.adapter.cloud.common.Tree;
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
import io.deskwire.message.OutboundMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Sends through {@code POST /email}. */
final class PostmarkOutbound implements Outbound {

    private static final long LARGE = 5_000_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration LONG_TIMEOUT = Duration.ofSeconds(90);

    private final PostmarkApi api;
    private final ToldTime time;
    private final SentSearch search;

    PostmarkOutbound(PostmarkApi api, ToldTime time) {
        this.api = api;
        this.time = time;
        this.search = new SentSearch(api);
    }

    @Override
    public SendResult send(OutboundMessage message, List<Address> recipients) throws ChannelException {
        List<MessageProblem> problems = problems(message);
        if (!problems.isEmpty()) {
            throw ChannelException.of(
                    FailureKind.UNSUPPORTED,
                    "Postmark cannot carry the message: " + problems.get(0).message());
        }
        Content body = EmailBody.of(message, recipients, api.settings());
        HttpCall call = HttpCall.post(api.uri("/email"), "application/json", body)
                .withTimeout(body.length() > LARGE ? LONG_TIMEOUT : TIMEOUT);
        Refused refused = new Refused();
        try {
            return api.callsWith(refused).send(api.signedIn(call), answer -> accepted(answer, recipients));
        } catch (ChannelException e) {
            SendResult each = RecipientRefusals.of(refused.answer.get(), recipients);
            if (each == null) {
                throw e;
            }
            return each;
        }
    }

    private static Optional<SendResult> accepted(HttpAnswer answer, List<Address> recipients) throws ChannelException {
        Map<String, Object> body = ProviderCalls.object(answer);
        String id = Tree.word(body, "MessageID");
        if (id == null || !"0".equals(Tree.word(body, "ErrorCode"))) {
            return Optional.empty();
        }
        return Optional.of(
                new HandedOver(id, wireId(id), RecipientRefusals.inAccepted(Tree.text(body, "Message"), recipients)));
    }

    /** The Message-ID that people see unless Postmark keeps ours. */
    static String wireId(String id) {
        return id + "@mtasv.net";
    }

    static RecipientResult sent(Address recipient) {
        return new RecipientResult(recipient, DeliveryStatus.SENT, null, null);
    }

    @Override
    public List<MessageProblem> problems(OutboundMessage message) {
        return MessageCheck.problems(message, api.settings());
    }

    @Override
    public Instant mayLeaveAt(OutboundMessage message, Instant now) {
        time.told(now);
        return now;
    }

    @Override
    public Optional<SentLookup> sentLookup() {
        return Optional.of(search);
    }

    /** Keeps a refusal, which may be about some of the recipients only. */
    private static final class Refused implements ProviderCalls.Dialect {
        private final Refusals refusals = new Refusals();
        private final AtomicReference<@Nullable HttpAnswer> answer = new AtomicReference<>();

        @Override
        public ChannelException refusal(HttpAnswer refusal, Instant now) {
            answer.set(refusal);
            return refusals.refusal(refusal, now);
        }

        @Override
        public boolean isCertain(HttpAnswer refusal) {
            return refusals.isCertain(refusal);
        }
    }
}
