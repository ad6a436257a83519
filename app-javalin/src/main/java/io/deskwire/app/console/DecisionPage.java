package io.deskwire.app.console;

import io.deskwire.app.ServerContext;
import io.deskwire.app.explain.KindEvidence;
import io.deskwire.message.Address;
import io.deskwire.threading.Conversation;
import io.deskwire.threading.StoredMessage;
import io.deskwire.ticket.TicketRef;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a message is where it is: its decision record as a page, also for one that was filtered or given up. */
final class DecisionPage {

    private static final String ROUTE = Addresses.HOME + "/tenants/{tenant}/messages/{message}";

    private final ServerContext context;
    private final Gate gate;
    private final Pages pages;

    DecisionPage(ServerContext context, Gate gate, Pages pages) {
        this.context = context;
        this.gate = gate;
        this.pages = pages;
    }

    /**
     * What the page begins with.
     *
     * @param state what became of the message, or null where it simply stands in its ticket
     * @param reason why, or null
     * @param ticket address of its ticket, or null
     * @param related address of the ticket that it points to without the right to join it, or null
     * @param raw address of its bytes as received
     */
    record Head(
            String subject,
            String from,
            @Nullable String address,
            Moment received,
            String channel,
            String id,
            @Nullable String messageId,
            @Nullable Chip state,
            @Nullable String reason,
            @Nullable String ticket,
            @Nullable String related,
            String raw) {}

    void addTo(RoutesConfig routes) {
        routes.get(ROUTE, gate.reading(this::show));
    }

    private void show(Context ctx, Session session) {
        String tenant = Asked.tenant(ctx);
        StoredMessage.Inbound stored = context.deskwire()
                .messages()
                .find(tenant, ctx.pathParam("message"))
                .filter(StoredMessage.Inbound.class::isInstance)
                .map(StoredMessage.Inbound.class::cast)
                .orElseThrow(() -> new NotFoundResponse("There is no such received message."));
        pages.show(
                ctx,
                "decision",
                Map.of(
                        "frame",
                        pages.frame(ctx, session, "Why is this here?", tenant, Frame.Section.TICKETS),
                        "head",
                        head(stored, context.clock().instant()),
                        "record",
                        RecordView.of(
                                stored,
                                KindEvidence.of(stored, context.deskwire().messages()))));
    }

    private Head head(StoredMessage.Inbound stored, Instant now) {
        Address from = stored.message().from();
        String subject = stored.message().subject();
        TicketRef ticket = stored.ticket();
        String related = stored.decision().relatedConversationId();
        return new Head(
                subject == null || subject.isBlank() ? "(no subject)" : subject,
                Words.name(from),
                from == null || from.name() == null ? null : from.value(),
                Moment.of(stored.message().receivedAt(), now),
                stored.channelId(),
                stored.id(),
                stored.message().parsed().threading().messageId(),
                stored.state() == StoredMessage.Inbound.State.DELIVERED
                        ? new Chip("In its ticket", Tone.GOOD)
                        : Words.inbound(stored.state()),
                stored.stateReason(),
                ticket == null ? null : page(stored.tenantId(), ticket),
                related == null
                        ? null
                        : context.stores()
                                .conversations()
                                .find(stored.tenantId(), related)
                                .map(Conversation::ticket)
                                .map(ref -> page(stored.tenantId(), ref))
                                .orElse(null),
                Addresses.message(stored.tenantId(), stored.id()) + "/raw");
    }

    /** Null for a ticket of another helpdesk. */
    private @Nullable String page(String tenant, TicketRef ticket) {
        return Optional.of(ticket)
                .flatMap(ref -> context.tickets().find(tenant, ref.value()))
                .map(known -> Addresses.ticket(tenant, known.id()))
                .orElse(null);
    }
}
