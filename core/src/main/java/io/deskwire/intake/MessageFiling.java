package io.deskwire.intake;

import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigStore;
import io.deskwire.config.OwnAddress;
import io.deskwire.config.SettingsReader;
import io.deskwire.delivery.LoopGuard;
import io.deskwire.message.Address;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.MessageKind;
import io.deskwire.rules.Candidate;
import io.deskwire.rules.Rulebook;
import io.deskwire.rules.Rulebooks;
import io.deskwire.rules.Verdict;
import io.deskwire.threading.Contact;
import io.deskwire.threading.Conversations;
import io.deskwire.threading.Decision;
import io.deskwire.threading.StoredMessage;
import io.deskwire.threading.ThreadPolicy;
import io.deskwire.threading.Threader;
import io.deskwire.work.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Files messages: into their conversation and on to the helpdesk, or aside by a named rule. */
final class MessageFiling {

    private final Threader threader;
    private final Conversations conversations;
    private final Reports reports;
    private final ConfigStore config;
    private final Rulebooks rulebooks;
    private final LoopGuard loops;
    private final OwnMail ownMail;

    MessageFiling(
            Threader threader,
            Conversations conversations,
            Reports reports,
            ConfigStore config,
            Rulebooks rulebooks,
            LoopGuard loops) {
        this.threader = threader;
        this.conversations = conversations;
        this.reports = reports;
        this.config = config;
        this.rulebooks = rulebooks;
        this.loops = loops;
        this.ownMail = new OwnMail(conversations, config);
    }

    /** Puts the message before the rules. */
    interface Asking {
        Candidate candidate(boolean known);
    }

    Settlement file(InboundMessage received, Asking asking, Instant now) {
        reports.apply(received, now);
        Optional<ChannelConfig> channel = config.find(received.tenantId(), received.channelId());
        InboundMessage message = channel.map(c -> throughOurList(received, c)).orElse(received);
        Decision decision = threader.decide(
                message,
                Ids.next(now),
                channel.map(ThreadPolicy::of).orElseGet(ThreadPolicy::standard),
                ownMail.forwardsAnothers(message));
        Optional<StoredMessage.Outbound> ours =
                ownMail.of(message, decision.outcome() == Decision.Outcome.JOINED ? decision.conversationId() : null);
        if (ours.isPresent()) {
            boolean written = message.kind() == MessageKind.MESSAGE
                    && channel.isPresent()
                    && OwnMail.isWrittenTo(channel.get(), ours.get());
            if (!written) {
                String rule = ours.get().channelId().equals(message.channelId())
                        ? "own-message-copy"
                        : "own-message-of-another-channel";
                return aside(message, decision, rule);
            }
            decision = besideOurs(decision, ours.get(), Ids.next(now));
        }
        if (decision.outcome() == Decision.Outcome.ALONE) {
            return new Settlement.Filtered(message, decision, ruleOf(message.kind()));
        }
        if (isCopyThroughAnotherChannel(message, decision, channel)) {
            return new Settlement.Filtered(message, decision, "copy-through-another-channel");
        }
        List<Settlement.Effect> effects = effects(message, decision, now);
        if (decision.outcome() == Decision.Outcome.OPENED && !mayOpenTickets(channel)) {
            Settlement.Filtered aside = aside(message, decision, "ticket-creation-is-switched-off");
            return new Settlement.Filtered(message, aside.decision(), aside.rule(), effects);
        }
        Optional<LoopGuard.UsedUp> loop = loops.inbound(
                message, decision.outcome() == Decision.Outcome.JOINED ? decision.conversationId() : null, now);
        return loop.isPresent()
                ? heldBack(message, decision, channel, effects, loop.get())
                : judged(message, decision, channel, asking, effects);
    }

    /** What a machine says is shown in its conversation; what may be a person's waits for somebody to look at it. */
    private static Settlement heldBack(
            InboundMessage message,
            Decision decision,
            Optional<ChannelConfig> channel,
            List<Settlement.Effect> effects,
            LoopGuard.UsedUp loop) {
        Decision recorded = decision.withNote(loop.line());
        return LoopGuard.isAutomatic(message)
                ? new Settlement.Filtered(message, recorded, loop.line(), effects)
                : new Settlement.Quarantined(
                        message, recorded, newcomers(decision, participants(message, channel)), effects, loop.line());
    }

    /** Mail of one channel to another stands in its sender's conversation already, and is news in another. */
    private static Decision besideOurs(Decision decision, StoredMessage.Outbound ours, String freshConversationId) {
        if (!ours.message().conversationId().equals(decision.conversationId())) {
            return decision;
        }
        return new Decision(
                Decision.Outcome.OPENED,
                freshConversationId,
                decision.conversationId(),
                decision.signals(),
                List.of("another channel wrote it to this one, and it stands in that conversation as sent"),
                decision.rules());
    }

    /** Rules see what would be handed to the helpdesk, and nothing else. */
    private Settlement judged(
            InboundMessage message,
            Decision decision,
            Optional<ChannelConfig> channel,
            Asking asking,
            List<Settlement.Effect> effects) {
        Set<String> participants = participants(message, channel);
        Optional<Rulebook.Reading> rules = channel.map(rulebooks::of);
        if (rules.isPresent() && !rules.get().problems().isEmpty()) {
            // What they would have dropped or held must not slip through.
            String reason = "the channel's rules have problems and were not asked: "
                    + rules.get().problems().get(0);
            return new Settlement.Quarantined(message, decision, newcomers(decision, participants), effects, reason);
        }
        Verdict verdict = rules.filter(reading -> !reading.book().isEmpty())
                .map(reading -> reading.book().judge(asking.candidate(decision.outcome() == Decision.Outcome.JOINED)))
                .orElseGet(Verdict::none);
        Decision recorded = decision.withRules(verdict);
        return switch (verdict.outcome()) {
            case PASS -> new Settlement.Filed(message, recorded, participants, effects);
            case QUARANTINE ->
                new Settlement.Quarantined(
                        message, recorded, newcomers(decision, participants), effects, verdict.line());
            case DROP -> {
                Settlement.Filtered aside = aside(message, recorded, verdict.line());
                yield new Settlement.Filtered(message, aside.decision(), aside.rule(), effects);
            }
        };
    }

    /** Nobody becomes part of an old conversation by a message that a person has yet to look at. */
    private static Set<String> newcomers(Decision decision, Set<String> participants) {
        return decision.outcome() == Decision.Outcome.OPENED ? participants : Set.of();
    }

    /** What comes through the list that is the support address itself was written to support. */
    private static InboundMessage throughOurList(InboundMessage message, ChannelConfig channel) {
        String listId = message.parsed().automation().listId();
        boolean ours = message.kind() == MessageKind.LIST && listId != null && OwnAddress.isOwnList(channel, listId);
        return !ours
                ? message
                : new InboundMessage(
                        message.id(),
                        message.tenantId(),
                        message.channelId(),
                        message.rawId(),
                        message.envelope(),
                        message.receivedAt(),
                        message.parsed().withKind(MessageKind.MESSAGE));
    }

    private static Settlement.Filtered aside(InboundMessage message, Decision decision, String rule) {
        String related = decision.outcome() == Decision.Outcome.JOINED
                ? decision.conversationId()
                : decision.relatedConversationId();
        Decision alone =
                new Decision(Decision.Outcome.ALONE, null, related, decision.signals(), List.of(), decision.rules());
        return new Settlement.Filtered(message, alone, rule);
    }

    private static boolean mayOpenTickets(Optional<ChannelConfig> channel) {
        return channel.map(c -> new SettingsReader(c.config(), "config").bool("ticket_creation_enabled", true))
                .orElse(true);
    }

    private static String ruleOf(MessageKind kind) {
        return switch (kind) {
            case AUTO_REPLY -> "auto-reply-opens-no-ticket";
            case BOUNCE -> "bounce-opens-no-ticket";
            case DELIVERY_REPORT -> "delivery-report-opens-no-ticket";
            case COMPLAINT -> "complaint-opens-no-ticket";
            case CALENDAR -> "calendar-opens-no-ticket";
            case LIST -> "list-opens-no-ticket";
            case NEWSLETTER -> "newsletter-opens-no-ticket";
            case CHALLENGE -> "challenge-opens-no-ticket";
            case REACTION -> "reaction-opens-no-ticket";
            case SYSTEM -> "system-event-opens-no-ticket";
            case MESSAGE -> "none";
        };
    }

    /**
     * An answer sent to two of our mailboxes belongs into its conversation once; so does a first letter that two channels read
     * out of the same mailbox.
     */
    private boolean isCopyThroughAnotherChannel(
            InboundMessage message, Decision decision, Optional<ChannelConfig> channel) {
        String id = message.parsed().threading().messageId();
        if (id == null) {
            return false;
        }
        String known =
                conversations.byMessageIds(message.tenantId(), List.of(id)).get(id);
        boolean joined = decision.outcome() == Decision.Outcome.JOINED;
        if (known == null || (joined && !known.equals(decision.conversationId()))) {
            return false;
        }
        return conversations.messages(message.tenantId(), known).stream()
                .anyMatch(other -> other instanceof StoredMessage.Inbound inbound
                        && !other.channelId().equals(message.channelId())
                        && inbound.message()
                                .parsed()
                                .dedupeKey()
                                .equals(message.parsed().dedupeKey())
                        && (joined
                                || channel.map(c -> ownMail.share(c, other.channelId()))
                                        .orElse(false)));
    }

    /** What somebody writes in a chat opens the time in which free text may be sent back; a group has no such time. */
    private List<Settlement.Effect> effects(InboundMessage message, Decision decision, Instant now) {
        List<Settlement.Effect> effects = new ArrayList<>();
        effects.add(new Settlement.Effect.Count(loops.counts(message, decision.conversationId()), now));
        if (message.kind() == MessageKind.MESSAGE) {
            effects.addAll(openWindow(message));
        }
        return effects;
    }

    static List<Settlement.Effect> openWindow(InboundMessage message) {
        Set<String> keys = Contact.keys(message);
        if (keys.isEmpty() || Contact.group(message).isPresent()) {
            return List.of();
        }
        Instant sent = message.parsed().sentAt();
        // News may come a week late, and the time counts from when it was written.
        Instant from = sent == null || sent.isAfter(message.receivedAt()) ? message.receivedAt() : sent;
        return List.of(new Settlement.Effect.OpenWindow(keys, from));
    }

    private static Set<String> participants(InboundMessage message, Optional<ChannelConfig> channel) {
        Set<String> keys = new LinkedHashSet<>();
        Address from = message.from();
        // A robot that reports on a message does not become part of the conversation.
        if (from != null && message.kind() == MessageKind.MESSAGE) {
            keys.addAll(Contact.memberKeys(message));
            Stream.of(
                            message.parsed().people().replyTo(),
                            message.parsed().people().to(),
                            message.parsed().people().cc())
                    .flatMap(List::stream)
                    .filter(address ->
                            channel.map(c -> !OwnAddress.isOwn(c, address)).orElse(true))
                    .map(Address::key)
                    .forEach(keys::add);
        }
        return keys;
    }
}
