package io.deskwire.jdbc;

import io.deskwire.intake.Inbox.Settled;
import io.deskwire.intake.Settlement;
import io.deskwire.json.DomainJson;
import io.deskwire.json.Json;
import io.deskwire.message.Attachment;
import io.deskwire.message.InboundMessage;
import io.deskwire.threading.Decision;
import io.deskwire.work.Claim;
import io.deskwire.work.Ids;
import io.deskwire.work.LeaseLostException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Ends the work on one inbox item: the claim first, then the message under its dedupe key, then all that hangs on it. */
final class InboxSettlement extends Write.InRounds<Settled> {

    private final Claim claim;
    private final Settlement settlement;
    private final Instant now;
    private final @Nullable Filing filing;
    private final Effects effects;
    private final String deadLetterId;

    private int phase;
    private Round.@Nullable Count claimed;
    private Round.@Nullable Count added;

    InboxSettlement(Claim claim, Settlement settlement, Effects effects, Instant now) {
        this.claim = claim;
        this.settlement = settlement;
        this.effects = effects;
        this.now = now;
        this.deadLetterId = Ids.next(now);
        if (settlement instanceof Settlement.Filed filed) {
            if (filed.decision().conversationId() == null) {
                throw new IllegalArgumentException("a filed message needs a conversation");
            }
            this.filing = new Filing(filed.message(), filed.decision(), filed.participants(), null, null);
        } else if (settlement instanceof Settlement.Filtered filtered) {
            this.filing = new Filing(filtered.message(), filtered.decision(), Set.of(), filtered.rule(), null);
        } else if (settlement instanceof Settlement.Quarantined held) {
            if (held.decision().conversationId() == null) {
                throw new IllegalArgumentException("a quarantined message needs a conversation");
            }
            this.filing = new Filing(held.message(), held.decision(), held.participants(), null, held.reason());
        } else {
            this.filing = null;
        }
    }

    @Override
    Collection<LaneKey> lanes() {
        return List.of(new LaneKey(LaneKey.INBOX, claim.tenantId(), claim.lane()));
    }

    @Override
    Collection<LaneKey> addsTo() {
        String conversation = filing == null ? null : filing.delivered();
        return conversation == null
                ? List.of()
                : List.of(new LaneKey(LaneKey.DELIVERIES, claim.tenantId(), conversation));
    }

    @Override
    Instant now() {
        return now;
    }

    @Override
    int rows() {
        return 7 + effects.size();
    }

    @Override
    long bytes() {
        return filing == null ? 500 : filing.document.length() * 2L;
    }

    @Override
    void restart() {
        super.restart();
        phase = 0;
        claimed = null;
        added = null;
    }

    @Override
    boolean advance(Round round) {
        return switch (phase++) {
            case 0 -> endClaim(round);
            case 1 -> addMessage(round);
            case 2 -> addRest(round);
            default -> addEffects(round);
        };
    }

    private boolean endClaim(Round round) {
        long seq = WorkSql.seq(claim.fence());
        long claims = WorkSql.claims(claim.fence());
        claimed = settlement instanceof Settlement.Retry retry
                ? round.add(WorkSql.POSTPONE, retry.at(), false, seq, claims, claim.tenantId())
                : round.add(WorkSql.END, seq, claims, claim.tenantId());
        return true;
    }

    private boolean addMessage(Round round) {
        if (claimed == null || !claimed.any()) {
            refuse(new LeaseLostException(claim));
            return false;
        }
        if (filing != null) {
            added = filing.addMessage(round, claim, now);
            return true;
        }
        if (settlement instanceof Settlement.DeadLetter dead) {
            String tenant = claim.tenantId();
            round.add(
                    MessageSql.INTAKE_DEAD_LETTER,
                    deadLetterId,
                    dead.reason(),
                    dead.detail(),
                    claim.attempt(),
                    now,
                    tenant,
                    claim.id());
            round.add(MessageSql.OUTCOME, tenant, claim.id(), "dead_letter", null, dead.reason(), now);
            succeed(Settled.DEAD_LETTER);
        } else {
            succeed(Settled.RETRYING);
        }
        return false;
    }

    private boolean addRest(Round round) {
        if (filing == null || added == null) {
            throw new IllegalStateException("no message to be added");
        }
        if (added.any()) {
            filing.addRest(round, claim, now);
            succeed(filing.settled());
            if (filing.quarantine != null) {
                round.add(
                        MessageSql.DELIVERY_DEAD_LETTER,
                        deadLetterId,
                        filing.quarantine,
                        claim.attempt(),
                        now,
                        claim.tenantId(),
                        filing.message.id());
            }
            return !effects.isEmpty();
        }
        filing.pointToFirst(round, claim, now);
        succeed(Settled.DUPLICATE);
        return false;
    }

    /** In a round of their own: they may touch the message and conversation of the round before. */
    private boolean addEffects(Round round) {
        effects.add(round, claim.tenantId());
        return false;
    }

    /** What a message brings with it. Documents are written in the caller's thread. */
    private static final class Filing {
        private final InboundMessage message;
        private final Decision decision;
        private final Set<String> participants;
        private final @Nullable String rule;
        private final @Nullable String quarantine;
        private final String document;
        private final String decisionDocument;
        private final String dedupeKey;

        Filing(
                InboundMessage message,
                Decision decision,
                Set<String> participants,
                @Nullable String rule,
                @Nullable String quarantine) {
            this.message = message;
            this.decision = decision;
            this.participants = participants;
            this.rule = rule;
            this.quarantine = quarantine;
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("envelope", DomainJson.toTree(message.envelope()));
            tree.put("message", DomainJson.toTree(message.parsed()));
            this.document = Json.write(tree);
            this.decisionDocument = Json.write(DomainJson.toTree(decision));
            this.dedupeKey = Keys.bounded(message.parsed().dedupeKey());
        }

        Round.Count addMessage(Round round, Claim claim, Instant now) {
            return round.add(
                    MessageSql.INBOUND,
                    claim.tenantId(),
                    message.id(),
                    message.channelId(),
                    decision.conversationId(),
                    claim.id(),
                    dedupeKey,
                    message.receivedAt(),
                    now,
                    rule != null ? "filtered" : quarantine != null ? "dead_letter" : "pending",
                    rule != null ? rule : quarantine);
        }

        Settled settled() {
            return rule != null ? Settled.FILTERED : quarantine != null ? Settled.DEAD_LETTER : Settled.FILED;
        }

        /** The conversation in whose turn it goes to the helpdesk, or null when it does not. */
        @Nullable String delivered() {
            return rule == null && quarantine == null ? decision.conversationId() : null;
        }

        void pointToFirst(Round round, Claim claim, Instant now) {
            round.add(MessageSql.DUPLICATE, claim.id(), now, claim.tenantId(), message.channelId(), dedupeKey);
        }

        void addRest(Round round, Claim claim, Instant now) {
            String tenant = claim.tenantId();
            String conversation = decision.conversationId();
            round.add(MessageSql.DOCUMENT, tenant, message.id(), document, decisionDocument);
            String outcome = rule == null ? "filed" : "filtered";
            round.add(MessageSql.OUTCOME, tenant, claim.id(), outcome, message.id(), rule, now);
            String wireId = message.parsed().threading().messageId();
            // An event is no message: its id must not stand before that of the message it tells of.
            if (wireId != null && !wireId.isBlank() && message.parsed().event() == null) {
                round.add(MessageSql.WIRE_ID, tenant, Keys.bounded(wireId), message.id(), MessageSql.OWN_ID);
            }
            if (conversation == null) {
                return;
            }
            String thread = message.mailThread();
            if (thread != null) {
                String key = Keys.bounded(message.channelId() + "/" + thread);
                round.add(MessageSql.WIRE_ID, tenant, key, message.id(), MessageSql.PROVIDER_THREAD);
            }
            if (decision.outcome() == Decision.Outcome.OPENED) {
                round.add(
                        MessageSql.CONVERSATION,
                        tenant,
                        conversation,
                        message.channelId(),
                        message.subject(),
                        now,
                        now);
            } else {
                round.add(MessageSql.CONVERSATION_GOES_ON, now, tenant, conversation, now);
            }
            for (String participant : participants) {
                round.add(MessageSql.PARTICIPANT, tenant, conversation, Keys.bounded(participant));
            }
            if (delivered() != null) {
                round.add(WorkSql.ADD, LaneKey.DELIVERIES, tenant, message.id(), conversation, 1, 0, null);
                Lanes.addReady(round, LaneKey.DELIVERIES, tenant, conversation, now);
            }
            if (rule == null) {
                addFiles(round, tenant, now);
            }
        }

        private void addFiles(Round round, String tenant, Instant now) {
            for (Attachment attachment : message.parsed().attachments()) {
                if (attachment.state() == Attachment.State.PENDING) {
                    String item = new MediaId(message.id(), attachment.index()).itemId();
                    round.add(WorkSql.ADD, LaneKey.MEDIA, tenant, item, item, 0, 0, null);
                    Lanes.addReady(round, LaneKey.MEDIA, tenant, item, now);
                }
            }
        }
    }
}
