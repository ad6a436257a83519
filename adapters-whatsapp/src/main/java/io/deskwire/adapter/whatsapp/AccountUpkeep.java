package io.deskwire.adapter.whatsapp;

import io.deskwire.channel.PushSubscription;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks every now and then whether the number still works, still pushes to us, and which templates it has. */
final class AccountUpkeep implements PushSubscription {

    private static final Duration INTERVAL = Duration.ofMinutes(15);
    private static final Duration TEMPLATES_AGE = Duration.ofMinutes(30);

    private final NumberHealth health;
    private final Subscription subscription;
    private final TemplateCache templates;
    private final AccountAlarm alarm;
    private final Flavour flavour;
    private final ToldTime time;

    AccountUpkeep(
            Flavour flavour,
            NumberHealth health,
            Subscription subscription,
            TemplateCache templates,
            AccountAlarm alarm,
            ToldTime time) {
        this.flavour = flavour;
        this.health = health;
        this.subscription = subscription;
        this.templates = templates;
        this.alarm = alarm;
        this.time = time;
    }

    @Override
    public Upkeep keep(Instant now) throws ChannelException {
        time.told(now);
        health.checkCredentials();
        List<String> problems = new ArrayList<>();
        health.problem().ifPresent(problems::add);
        subscription.keep().ifPresent(problems::add);
        alarm.words(problems.isEmpty(), now).ifPresent(words -> problems.add(0, words));
        readTemplates(now).ifPresent(problems::add);
        return new Upkeep(now.plus(INTERVAL), problems.isEmpty() ? null : String.join(" ", problems));
    }

    private Optional<String> readTemplates(Instant now) throws ChannelException {
        Optional<Instant> read = templates.readAt();
        boolean due = flavour != Flavour.TWILIO
                && (read.isEmpty()
                        || templates.isStale()
                        || Duration.between(read.get(), now).compareTo(TEMPLATES_AGE) >= 0);
        if (!due) {
            return Optional.empty();
        }
        try {
            templates.refresh(now);
            return Optional.empty();
        } catch (ChannelException e) {
            if (e.kind() == FailureKind.UNSUPPORTED) {
                // Without the account's id they cannot be listed, which is a choice of the document.
                return Optional.empty();
            }
            return Optional.of("The templates could not be read: " + e.getMessage() + ".");
        }
    }
}
