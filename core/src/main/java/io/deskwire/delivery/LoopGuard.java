package io.deskwire.delivery;

import io.deskwire.DeskwireListener;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigStore;
import io.deskwire.message.Address;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.MessageKind;
import io.deskwire.message.OutboundMessage;
import io.deskwire.work.Tallies;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells when two machines talk to each other, whatever they say they are, and what that goes over ({@link LoopBudget}). */
public final class LoopGuard {

    private static final Logger LOG = LoggerFactory.getLogger(LoopGuard.class);

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private static final String IN = "in:";
    private static final String OUT = "out:";
    private static final String AUTO_IN = "auto-in:";
    private static final String AUTO_OUT = "auto-out:";
    private static final String ACKNOWLEDGED = "ack:";
    private static final String TENANT = "tenant";

    private final Tallies tallies;
    private final ConfigStore config;
    private final DeskwireListener listener;

    public LoopGuard(Tallies tallies, ConfigStore config, DeskwireListener listener) {
        this.tallies = tallies;
        this.config = config;
        this.listener = listener;
    }

    /**
     * A budget that is used up.
     *
     * @param budget its name in the channel's document
     * @param used how much was counted
     * @param most how much there is
     * @param line both in words, for the record
     */
    public record UsedUp(String budget, long used, long most, String line) {

        private static UsedUp of(String budget, long used, long most, String what) {
            return new UsedUp(
                    budget, used, most, "loop budget " + budget + " is used up: " + used + " of " + most + " " + what);
        }
    }

    /** Whether a message is of a kind that nobody types and that needs no helpdesk to be true. */
    public static boolean isAutomatic(InboundMessage message) {
        return switch (message.kind()) {
            case AUTO_REPLY, BOUNCE, DELIVERY_REPORT, CHALLENGE -> true;
            default -> false;
        };
    }

    /** What is to be counted when this message is stored. */
    public Set<String> counts(InboundMessage message, @Nullable String conversationId) {
        Set<String> names = new LinkedHashSet<>();
        String sender = sender(message);
        if (sender != null) {
            names.add(IN + sender);
        }
        if (conversationId != null) {
            names.add(IN + conversationId);
        }
        if (isAutomatic(message)) {
            List.copyOf(names).forEach(name -> names.add(AUTO_IN + name.substring(IN.length())));
            names.add(AUTO_IN + TENANT);
        }
        return names;
    }

    /**
     * Whether a message that would be handed to the helpdesk goes over a budget.
     *
     * @param conversationId the conversation it joins, or null when it opens one
     */
    public Optional<UsedUp> inbound(InboundMessage message, @Nullable String conversationId, Instant now) {
        LoopBudget budget = budget(message.tenantId(), message.channelId());
        String sender = sender(message);
        Optional<UsedUp> found = isAutomatic(message)
                ? automatic(AUTO_IN, message.tenantId(), sender, conversationId, budget, now)
                : rounds(message.tenantId(), sender, conversationId, budget, now);
        return told(found, message.tenantId(), message.channelId(), true);
    }

    private Optional<UsedUp> told(Optional<UsedUp> found, String tenantId, String channelId, boolean inbound) {
        found.ifPresent(usedUp -> {
            LOG.warn("channel {}/{}: {}", tenantId, channelId, usedUp.line());
            listener.loopBudgetUsedUp(tenantId, channelId, usedUp.budget(), inbound);
        });
        return found;
    }

    /** Whether an automatic message of ours goes over a budget; empty for what people write. */
    public Optional<UsedUp> outbound(OutboundMessage message, Instant now) {
        if (!message.automatic()) {
            return Optional.empty();
        }
        LoopBudget budget = budget(message.tenantId(), message.channelId());
        for (Address recipient : message.recipients()) {
            Optional<UsedUp> found = automatic(
                    AUTO_OUT,
                    message.tenantId(),
                    person(message.channelId(), recipient),
                    message.conversationId(),
                    budget,
                    now);
            if (found.isPresent()) {
                return told(found, message.tenantId(), message.channelId(), false);
            }
        }
        return Optional.empty();
    }

    /** Counts a message of ours that left. */
    public void sent(OutboundMessage message, Instant now) {
        Set<String> names = new LinkedHashSet<>();
        names.add(OUT + message.conversationId());
        message.recipients().forEach(recipient -> names.add(OUT + person(message.channelId(), recipient)));
        if (message.automatic()) {
            List.copyOf(names).forEach(name -> names.add(AUTO_OUT + name.substring(OUT.length())));
            names.add(AUTO_OUT + TENANT);
        }
        tallies.add(message.tenantId(), names, now);
    }

    /** Whether one more new ticket of a sender may be acknowledged; counts it when it may. */
    public Optional<UsedUp> acknowledge(InboundMessage message, Instant now) {
        String sender = sender(message);
        int most = budget(message.tenantId(), message.channelId()).acknowledgements();
        if (sender == null || most == 0) {
            return Optional.empty();
        }
        String name = ACKNOWLEDGED + sender;
        long used =
                tallies.since(message.tenantId(), Set.of(name), now.minus(DAY)).getOrDefault(name, 0L);
        if (used >= most) {
            UsedUp usedUp = UsedUp.of(
                    "acknowledgements_per_sender",
                    used,
                    most,
                    "new tickets of this sender were acknowledged in 24 hours");
            return told(Optional.of(usedUp), message.tenantId(), message.channelId(), false);
        }
        tallies.add(message.tenantId(), Set.of(name), now);
        return Optional.empty();
    }

    private Optional<UsedUp> automatic(
            String way,
            String tenantId,
            @Nullable String person,
            @Nullable String conversationId,
            LoopBudget budget,
            Instant now) {
        List<String> names = new ArrayList<>(List.of(way + TENANT));
        if (person != null) {
            names.add(way + person);
        }
        if (conversationId != null) {
            names.add(way + conversationId);
        }
        Map<String, Long> used = tallies.since(tenantId, names, now.minus(DAY));
        String direction = way.equals(AUTO_IN) ? "in" : "out";
        return over("automatic_per_conversation", used, way + conversationId, budget.perConversation())
                .map(found -> say(found, "automatic messages " + direction + " in this conversation in 24 hours"))
                .or(() -> over("automatic_per_sender", used, way + person, budget.perSender())
                        .map(found -> say(found, "automatic messages " + direction + " with this address in 24 hours")))
                .or(() -> over("automatic_per_tenant", used, way + TENANT, budget.perTenant())
                        .map(found -> say(found, "automatic messages " + direction + " of this tenant in 24 hours")));
    }

    /** Both sides wrote that often: one that floods without being answered is no loop, nor is one who is written to much. */
    private Optional<UsedUp> rounds(
            String tenantId, @Nullable String sender, @Nullable String conversationId, LoopBudget budget, Instant now) {
        List<String> names = new ArrayList<>();
        for (String whose : new String[] {sender, conversationId}) {
            if (whose != null) {
                names.add(IN + whose);
                names.add(OUT + whose);
            }
        }
        if (names.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Long> day = tallies.since(tenantId, names, now.minus(DAY));
        if (bothWays(day, sender) < budget.roundsPerSender()
                && bothWays(day, conversationId) < budget.roundsPerConversation()) {
            // Not even in a day what an hour may have.
            return Optional.empty();
        }
        Map<String, Long> hour = tallies.since(tenantId, names, now.minus(HOUR));
        return rounds("rounds_per_conversation", budget.roundsPerConversation(), conversationId, hour, day)
                .or(() -> rounds("rounds_per_sender", budget.roundsPerSender(), sender, hour, day));
    }

    private static Optional<UsedUp> rounds(
            String name, int most, @Nullable String whose, Map<String, Long> hour, Map<String, Long> day) {
        if (most == 0 || whose == null) {
            return Optional.empty();
        }
        long inHour = bothWays(hour, whose);
        if (inHour >= most) {
            return Optional.of(UsedUp.of(name, inHour, most, "messages, answered as often, within an hour"));
        }
        long inDay = bothWays(day, whose);
        return inDay >= (long) most * LoopBudget.DAY
                ? Optional.of(UsedUp.of(
                        name, inDay, (long) most * LoopBudget.DAY, "messages, answered as often, within 24 hours"))
                : Optional.empty();
    }

    private static long bothWays(Map<String, Long> counts, @Nullable String whose) {
        return whose == null ? 0 : Math.min(counts.getOrDefault(IN + whose, 0L), counts.getOrDefault(OUT + whose, 0L));
    }

    private static Optional<UsedUp> over(String budget, Map<String, Long> used, String name, int most) {
        long count = used.getOrDefault(name, 0L);
        return most > 0 && count >= most ? Optional.of(new UsedUp(budget, count, most, "")) : Optional.empty();
    }

    private static UsedUp say(UsedUp found, String what) {
        return UsedUp.of(found.budget(), found.used(), found.most(), what);
    }

    private LoopBudget budget(String tenantId, String channelId) {
        Optional<ChannelConfig> channel = config.find(tenantId, channelId);
        return channel.map(LoopBudget::of).orElseGet(LoopBudget::standard);
    }

    /** Whom an answer would go to; a relay that speaks for many people is told apart by where it wants answers sent. */
    private static @Nullable String sender(InboundMessage message) {
        List<Address> people = message.kind() == MessageKind.MESSAGE
                ? message.replyRecipients()
                : message.from() == null ? List.of() : List.of(message.from());
        return people.isEmpty() ? null : person(message.channelId(), people.get(0));
    }

    private static String person(String channelId, Address address) {
        return channelId + "/" + address.key();
    }
}
