package io.deskwire.testkit.contract;

import static io.deskwire.testkit.contract.Given.ACME;
import static io.deskwire.testkit.contract.Given.BOLT;

import io.deskwire.channel.Channel;
import io.deskwire.failure.FailureKind;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.testkit.contract.ProviderHarness.Sabotage;
import org.junit.jupiter.api.Test;

/** Everything {@link io.deskwire.channel.ChannelWatch} promises. */
public interface ChannelWatchContract extends ChannelHarness {

    @Test
    default void an_arrival_is_noticed_once_the_watch_is_in_place() throws Exception {
        try (ProviderHarness provider = provider();
                Channel acme = provider.type().open(provider.config(ACME), provider.context());
                Watching watching = new Watching(acme)) {
            watching.expect("connected");

            provider.arrive(BOLT, MessageSamples.mail("Not yours", "x"));
            provider.arrive(ACME, MessageSamples.mail("Hello", "x"));

            watching.expect("changed");
        }
    }

    @Test
    default void further_arrivals_are_noticed_too() throws Exception {
        try (ProviderHarness provider = provider();
                Channel acme = provider.type().open(provider.config(ACME), provider.context());
                Watching watching = new Watching(acme)) {
            watching.expect("connected");
            for (int i = 0; i < 3; i++) {
                provider.arrive(ACME, MessageSamples.mail("Mail " + i, "x"));
                watching.expect("changed");
                watching.forgetHints();
            }
        }
    }

    @Test
    default void an_interrupt_ends_the_watch() throws Exception {
        try (ProviderHarness provider = provider();
                Channel acme = provider.type().open(provider.config(ACME), provider.context());
                Watching watching = new Watching(acme)) {
            watching.expect("connected");

            watching.interrupt();

            watching.expectEnd();
        }
    }

    @Test
    default void a_lost_connection_is_told_and_the_watch_can_be_put_in_place_again() throws Exception {
        try (ProviderHarness provider = provider();
                Channel acme = provider.type().open(provider.config(ACME), provider.context())) {
            if (!Clause.applies(
                    provider.abilities().contains(Sabotage.DROP_WATCHES),
                    "watches of this provider cannot be dropped")) {
                return;
            }
            try (Watching watching = new Watching(acme)) {
                watching.expect("connected");
                provider.sabotage(ACME, Sabotage.DROP_WATCHES);
                watching.expect("failed TRANSIENT");
            }
            try (Watching again = new Watching(acme)) {
                again.expect("connected");
                provider.arrive(ACME, MessageSamples.mail("Hello", "x"));
                again.expect("changed");
            }
        }
    }

    @Test
    default void refused_credentials_are_told_before_the_watch_is_in_place() throws Exception {
        try (ProviderHarness provider = provider();
                Channel acme = provider.type().open(provider.config(ACME), provider.context())) {
            if (!Clause.applies(
                    provider.abilities().contains(Sabotage.REFUSE_CREDENTIALS), "this provider lets everybody in")) {
                return;
            }
            provider.sabotage(ACME, Sabotage.REFUSE_CREDENTIALS);
            try (Watching watching = new Watching(acme)) {
                watching.expect("failed " + FailureKind.AUTH);
            }
        }
    }
}
