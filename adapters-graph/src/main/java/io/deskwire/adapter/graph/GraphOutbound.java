package io.deskwire.adapter.graph;

import com.microsoft.graph.models.odataerrors.ODataError;
import com.microsoft.kiota.HttpMethod;
import com.microsoft.kiota.RequestInformation;
import com.microsoft.kiota.serialization.Parsable;
import com.microsoft.kiota.serialization.ParsableFactory;
import io.deskwire.channel.ChannelMemory;
import io.deskwire.channel.Outbound;
import io.deskwire.channel.SendResult;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Address;
import io.deskwire.message.MessageProblem;
import io.deskwire.message.OutboundMessage;
import java.io.ByteArrayInputStream;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends: as mail in one piece where that fits, which alone keeps the thread's header fields, and as a draft that is filled and
 * then sent where it does not.
 */
final class GraphOutbound implements Outbound {

    /**
     * What is sent in one piece. A little beyond it Graph has been seen to answer 200 and to send nothing, and beyond 4 MB in
     * base64 it refuses.
     */
    static final int ONE_PIECE = 2 * 1024 * 1024;

    private final Supplier<Mailbox> mailbox;
    private final GraphSettings settings;
    private final SentSearch search;
    private final ReadBack readBack;
    private final Function<Mailbox, DraftSending> drafts;

    GraphOutbound(
            Supplier<Mailbox> mailbox,
            GraphSettings settings,
            ChannelMemory memory,
            InstantSource clock,
            Supplier<Uploads> uploads) {
        this.mailbox = mailbox;
        this.settings = settings;
        this.search = new SentSearch(mailbox, settings, memory, clock);
        this.readBack = new ReadBack(mailbox, search);
        this.drafts = open -> new DraftSending(open, search, readBack, uploads.get());
    }

    @Override
    public SendResult send(OutboundMessage message, List<Address> recipients) throws ChannelException {
        List<MessageProblem> problems = problems(message);
        if (!problems.isEmpty()) {
            throw ChannelException.of(
                    FailureKind.UNSUPPORTED,
                    "Microsoft 365 cannot carry the message: " + problems.get(0).message());
        }
        SentSearch.Attempt earlier = search.attempt(message);
        if (earlier != null) {
            // Graph did not clearly say that it took an earlier attempt; it may have.
            SentCopies.Copy copy = null;
            try {
                copy = search.look(message, earlier);
            } catch (ChannelException e) {
                // A person who was told of the doubt decided to send it all the same.
                boolean decided = earlier.doubted() && SentSearch.isDoubt(e);
                if (!decided && e.kind().isRetryable()) {
                    throw e;
                }
                if (!decided) {
                    // Not "failed": the earlier attempt may have sent it.
                    return new SendResult.Uncertain(String.valueOf(e.getMessage()));
                }
            }
            if (copy != null) {
                search.end(message);
                return SentSearch.handedOver(message, copy, message.recipients());
            }
            search.requireShown(earlier.at());
            search.drop(earlier);
        }
        OutboundMessage mail = MailBytes.to(message, recipients);
        byte[] bytes = earlier != null ? null : MailBytes.of(mail, ONE_PIECE);
        return bytes == null
                ? drafts.apply(mailbox.get()).send(mail, recipients, earlier)
                : inOnePiece(mail, bytes, recipients);
    }

    private SendResult inOnePiece(OutboundMessage mail, byte[] bytes, List<Address> recipients)
            throws ChannelException {
        byte[] encoded = Base64.getEncoder().encode(bytes);
        Mailbox open = mailbox.get();
        search.begin(mail, null);
        int status;
        try {
            status = open.calls().once((client, request) -> {
                RequestInformation post = sendMail(open.settings(), encoded);
                request.on(post);
                client.getRequestAdapter().sendPrimitive(post, errors(), Void.class);
                return request.status();
            });
        } catch (OutcomeUnknown e) {
            return new SendResult.Uncertain(e.words());
        } catch (ChannelException e) {
            search.end(mail);
            throw e;
        }
        requireTaken(status);
        search.end(mail);
        return SentSearch.handedOver(mail, readBack(open, mail), recipients);
    }

    /** 200 is what Graph answers when it takes a large mail and does not send it: the next attempt is a draft. */
    private static void requireTaken(int status) throws ChannelException {
        if (status != 202) {
            throw ChannelException.of(
                            FailureKind.TRANSIENT,
                            "Microsoft Graph answered " + status
                                    + " instead of 202, which is how it drops mail; the next"
                                    + " attempt goes another way")
                    .withCode(Integer.toString(status));
        }
    }

    /** The library knows mail in one piece only as JSON, in which the thread's header fields cannot be. */
    static RequestInformation sendMail(GraphSettings settings, byte[] encoded) {
        HashMap<String, Object> parameters = new HashMap<>();
        String path = "{+baseurl}/me/sendMail";
        if (!settings.delegated() || settings.shared()) {
            path = "{+baseurl}/users/{user%2Did}/sendMail";
            parameters.put("user%2Did", settings.mailbox());
        }
        RequestInformation post = new RequestInformation(HttpMethod.POST, path, parameters);
        post.setStreamContent(new ByteArrayInputStream(encoded), "text/plain");
        return post;
    }

    /** The sent copy if it shows already; the message went out whether or not it does. */
    private SentCopies.@Nullable Copy readBack(Mailbox open, OutboundMessage mail) {
        try {
            SentCopies.Copy copy = new SentCopies(open).glimpse(mail);
            if (copy != null) {
                readBack.seen(mail, copy);
            }
            return copy;
        } catch (ChannelException e) {
            return null;
        }
    }

    /** Without these the library makes errors of Graph's form something else. */
    static HashMap<String, ParsableFactory<? extends Parsable>> errors() {
        HashMap<String, ParsableFactory<? extends Parsable>> errors = new HashMap<>();
        // The library's word for every status that has no factory of its own.
        errors.put("XXX", ODataError::createFromDiscriminatorValue);
        return errors;
    }

    @Override
    public List<MessageProblem> problems(OutboundMessage message) {
        return MessageCheck.problems(message, settings.mostBytes());
    }

    @Override
    public Optional<AfterSend> afterSend() {
        return Optional.of(readBack);
    }

    @Override
    public Optional<SentLookup> sentLookup() {
        return Optional.of(search);
    }
}
