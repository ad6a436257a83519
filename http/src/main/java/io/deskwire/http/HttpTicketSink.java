package io.deskwire.http;

import io.deskwire.config.Secret;
import io.deskwire.json.ApiJson;
import io.deskwire.json.DomainJson;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import io.deskwire.message.Content;
import io.deskwire.rules.TicketFields;
import io.deskwire.ticket.SinkResult;
import io.deskwire.ticket.TicketEvent;
import io.deskwire.ticket.TicketRef;
import io.deskwire.ticket.TicketSink;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Hands messages to a helpdesk by posting a signed JSON event to one address. The body of a message is the same at every
 * attempt, apart from {@code ticket_id}:
 *
 * <pre>{@code
 * {"type": "message.received",
 *  "timestamp": "2026-01-02T03:04:05Z",   when the message was received
 *  "tenant_id": "acme", "channel_id": "support", "conversation_id": "…",
 *  "ticket_id": "…",                      absent for the first message of a conversation
 *  "ticket": {"queue": "…", "priority": "high", "type": "…", "assignee": "…", "ticket_address": "…", "tags": [],
 *             "fields": {}},              what the tenant's rules want of the ticket; absent where they say nothing
 *  "message": {"id": "…", "direction": "inbound", "kind": "message", "from": {"address": "…", "name": "…"},
 *              "to": [], "cc": [], "subject": "…", "text": "…", "html": "…", "safe_html": "…", "reply_text": "…",
 *              "attachments": [{"index": 0, "file_name": "…", "content_type": "…", "size": 1, "sha256": "…",
 *                               "inline": false, "content_id": "…", "state": "available"}],
 *              "decision": {}, "sent_at": "…", "received_at": "…", …}}
 * }</pre>
 *
 * <p>The message stands in the form of the admin API ({@link ApiJson}); files are named, not carried: the admin API gives
 * them out. {@code html} is as the customer sent it and untrusted.
 *
 * <p>Headers: {@code webhook-id} (the message's id, the same at every attempt: the receiver's key against repeats),
 * {@code webhook-timestamp} and {@code webhook-signature} of the Standard Webhooks specification, {@code Idempotency-Key}
 * (the message's id again) and {@code Deskwire-Attempt}.
 *
 * <p>Answers:
 *
 * <ul>
 *   <li>2xx: taken. A body {@code {"ticket_id": "…", "duplicate": false}} names the ticket and whether the message was there
 *       already. Without a name the conversation's id is the ticket's.
 *   <li>409: was there already; a body may name the ticket.
 *   <li>408, 425, 429, 503: not taken, tried again, after Retry-After where given; so is a server that cannot be connected to.
 *   <li>401, 403, 404, 410, a redirect, an untrusted certificate, a blocked address: the set-up is wrong; the message waits.
 *   <li>Any other 4xx: refused for good.
 *   <li>Any other 5xx, or no answer after the request had begun: nobody knows; tried again under the same id.
 * </ul>
 */
public final class HttpTicketSink implements TicketSink {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int MAX_ANSWER = 64 * 1024;

    private final HttpTransport transport;
    private final URI url;
    private final StandardWebhooks signer;

    /**
     * @param url where events are posted
     * @param secrets signing secrets, the current one first; more than one while a receiver changes over
     * @throws IllegalArgumentException when the address cannot be posted to or there is no usable secret
     */
    public HttpTicketSink(HttpTransport transport, URI url, List<Secret> secrets) {
        HttpCall.requireCallable(url);
        this.transport = Objects.requireNonNull(transport, "transport");
        this.url = url;
        this.signer = new StandardWebhooks(secrets);
    }

    @Override
    public SinkResult deliver(TicketEvent event) {
        byte[] body = Json.writeBytes(document(event));
        String id = event.message().id();
        HttpCall call = HttpCall.post(url, "application/json", Content.of(body))
                .withTimeout(TIMEOUT)
                .withMaxAnswer(MAX_ANSWER)
                .withHeader("webhook-id", id)
                .withHeader("webhook-timestamp", Long.toString(event.now().getEpochSecond()))
                .withHeader("webhook-signature", signer.signature(id, event.now(), body))
                .withHeader("Idempotency-Key", id)
                .withHeader("Deskwire-Attempt", Integer.toString(event.attempt()));
        try {
            return result(transport.send(call), event);
        } catch (TransportException e) {
            return switch (e.problem()) {
                case BLOCKED, UNTRUSTED -> new SinkResult.Misconfigured(e.words());
                case NOT_SENT -> new SinkResult.Retry(e.words(), null);
                case MAY_HAVE_ARRIVED -> new SinkResult.Unknown(e.words());
            };
        }
    }

    private static Map<String, Object> document(TicketEvent event) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", "message.received");
        document.put("timestamp", event.message().receivedAt().toString());
        document.put("tenant_id", event.message().tenantId());
        document.put("channel_id", event.message().channelId());
        document.put("conversation_id", event.conversationId());
        TicketRef known = event.knownTicket();
        if (known != null) {
            document.put("ticket_id", known.value());
        }
        TicketFields fields = event.decision().rules().fields();
        if (!fields.isEmpty()) {
            document.put("ticket", DomainJson.toTree(fields));
        }
        document.put("message", ApiJson.message(event.message(), event.decision()));
        return document;
    }

    private static SinkResult result(HttpAnswer answer, TicketEvent event) {
        int status = answer.status();
        String words = "the helpdesk answered HTTP " + status;
        if (answer.isSuccess()) {
            // Its ticket's name may have been in what is missing; the repeat is answered in full.
            return answer.completeness() == HttpAnswer.Completeness.BROKEN_OFF
                    ? new SinkResult.Unknown(words + ", but its answer broke off")
                    : taken(reply(answer), event);
        }
        if (status < 400) {
            return new SinkResult.Misconfigured(words + "; redirects are not followed");
        }
        return switch (status) {
            case 409 -> new SinkResult.Duplicate(ticket(reply(answer), event));
            case 401, 403, 404, 410 -> new SinkResult.Misconfigured(words);
            case 408, 425, 429, 503 ->
                new SinkResult.Retry(words, answer.retryAfter(event.now()).orElse(null));
            default -> status >= 500 ? new SinkResult.Unknown(words) : new SinkResult.Rejected(words);
        };
    }

    private static SinkResult taken(Map<String, Object> reply, TicketEvent event) {
        TicketRef ticket = ticket(reply, event);
        if (Boolean.TRUE.equals(reply.get("duplicate"))) {
            return new SinkResult.Duplicate(ticket);
        }
        return ticket.equals(event.knownTicket()) ? new SinkResult.Appended(ticket) : new SinkResult.Created(ticket);
    }

    private static TicketRef ticket(Map<String, Object> reply, TicketEvent event) {
        @Nullable Object named = reply.get("ticket_id");
        if (named instanceof String text && !text.isBlank()) {
            return new TicketRef(text);
        }
        if (named instanceof Long number) {
            return new TicketRef(number.toString());
        }
        TicketRef known = event.knownTicket();
        return known == null ? new TicketRef(event.conversationId()) : known;
    }

    /** The answer's body where it is a JSON object; helpdesks may as well answer nothing, or {@code ok}. */
    private static Map<String, Object> reply(HttpAnswer answer) {
        try {
            return Json.lenient().parseObject(answer.body());
        } catch (JsonException e) {
            return Map.of();
        }
    }
}
