package io.deskwire.app.setup;

import io.deskwire.app.setup.SetupStep.Kind;
import io.deskwire.app.setup.SetupStep.State;
import io.deskwire.channel.ChannelState;
import io.deskwire.channel.ConnectionTest.Stage;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.engine.Channels;
import io.deskwire.engine.Channels.Abilities;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How far a channel is on its way to working: the console's guided page and the command line's doctor say the same. */
public final class SetupSteps {

    private static final int MOST_NAMED = 5;

    private final Channels channels;

    public SetupSteps(Channels channels) {
        this.channels = channels;
    }

    /**
     * The steps of a channel in order; steps that its kind of channel does not have are left out.
     *
     * @param test what the connection test just found, or null when it was not run: then the channel's health tells
     * @param refused what came to the webhook without proof, in words, or null
     */
    public List<SetupStep> of(Channels.View view, @Nullable List<Stage> test, @Nullable String refused) {
        ChannelConfig config = view.config();
        List<SetupStep> steps = new ArrayList<>();
        steps.add(document(view));
        if (!view.problems().isEmpty() || !config.active()) {
            return steps;
        }
        Optional<Abilities> abilities = channels.abilities(config.tenantId(), config.channelId());
        boolean unconnected = false;
        if (channels.consent(config.tenantId(), config.channelId()).isPresent()) {
            unconnected = !config.config().containsKey("refresh_token");
            steps.add(
                    unconnected
                            ? new SetupStep(
                                    Kind.ACCOUNT,
                                    State.WAITING,
                                    "nobody has agreed yet",
                                    "Press Connect account on the channel's page and agree at the provider.")
                            : new SetupStep(Kind.ACCOUNT, State.DONE, "lasting access is stored", null));
        }
        if (unconnected) {
            steps.add(new SetupStep(Kind.CREDENTIALS, State.WAITING, "the account has to be connected first", null));
        } else {
            steps.add(test == null ? credentials(view.state()) : credentials(test));
        }
        boolean pushed = abilities
                .map(can -> can.pushed() && (!can.reads() || can.subscribed()))
                .orElse(false);
        if (pushed) {
            steps.add(webhook(config, abilities.map(Abilities::reads).orElse(false), refused));
        }
        steps.add(message(view));
        return steps;
    }

    private static SetupStep document(Channels.View view) {
        List<ConfigProblem> problems = view.problems();
        if (!problems.isEmpty()) {
            return new SetupStep(
                    Kind.DOCUMENT,
                    State.FAILED,
                    problems.stream()
                                    .limit(MOST_NAMED)
                                    .map(ConfigProblem::toString)
                                    .collect(Collectors.joining("; "))
                            + (problems.size() > MOST_NAMED ? " and " + (problems.size() - MOST_NAMED) + " more" : ""),
                    "Correct the fields that are named and save.");
        }
        if (!view.config().active()) {
            return new SetupStep(Kind.DOCUMENT, State.WAITING, "the channel is switched off", "Set is_active to true.");
        }
        return new SetupStep(Kind.DOCUMENT, State.DONE, "it has no problems", null);
    }

    private static SetupStep credentials(List<Stage> test) {
        Optional<Stage> failed = test.stream().filter(stage -> !stage.ok()).findFirst();
        return failed.map(stage -> new SetupStep(
                        Kind.CREDENTIALS, State.FAILED, stage.name() + ": " + stage.detail(), stage.hint()))
                .orElseGet(() -> new SetupStep(
                        Kind.CREDENTIALS,
                        State.DONE,
                        "all " + test.size() + " stages of the connection test passed",
                        null));
    }

    private static SetupStep credentials(ChannelState state) {
        ChannelState.Side inbound = state.inbound();
        String reason = inbound.reason() == null ? "the provider was not reached" : inbound.reason();
        return switch (inbound.status()) {
            case CONNECTED -> new SetupStep(Kind.CREDENTIALS, State.DONE, "the provider takes them", null);
            case DEGRADED ->
                inbound.lastOkAt() == null
                        ? new SetupStep(Kind.CREDENTIALS, State.WAITING, reason, inbound.hint())
                        : new SetupStep(
                                Kind.CREDENTIALS,
                                State.DONE,
                                "the provider takes them, but: " + reason,
                                inbound.hint());
            case AUTH_ERROR, CONNECT_ERROR, DISCONNECTED ->
                new SetupStep(Kind.CREDENTIALS, State.FAILED, reason, inbound.hint());
            case PAUSED ->
                new SetupStep(Kind.CREDENTIALS, State.WAITING, "the channel is paused", "Resume it on its page.");
            case CONNECTING, DISABLED ->
                new SetupStep(Kind.CREDENTIALS, State.WAITING, "they are about to be tried", null);
        };
    }

    private SetupStep webhook(ChannelConfig config, boolean reads, @Nullable String refused) {
        Optional<Instant> proven = channels.webhookProvenAt(config.tenantId(), config.channelId());
        if (proven.isPresent()) {
            return new SetupStep(Kind.WEBHOOK, State.DONE, "it came and proved itself", null);
        }
        if (refused != null) {
            return new SetupStep(
                    Kind.WEBHOOK,
                    State.FAILED,
                    refused,
                    "Something reaches the address, but its proof does not fit the document: compare the secrets.");
        }
        return new SetupStep(
                Kind.WEBHOOK,
                State.WAITING,
                reads ? "nothing was pushed yet; mail is found by looking meanwhile" : "nothing came to it yet",
                "Check that the address stands at the provider letter by letter, and that the provider can reach it.");
    }

    private static SetupStep message(Channels.View view) {
        if (view.state().lastMessageAt() != null) {
            return new SetupStep(Kind.MESSAGE, State.DONE, "the channel receives", null);
        }
        String address = view.config().ticketAddress();
        return new SetupStep(
                Kind.MESSAGE,
                State.WAITING,
                "nothing was received yet",
                "Write to " + (address == null ? "the channel" : address) + " from an account of your own.");
    }
}
