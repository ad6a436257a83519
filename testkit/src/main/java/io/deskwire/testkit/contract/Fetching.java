package io.deskwire.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.Channel;
import io.deskwire.channel.InboundChannel.FetchResult;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Content;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.testkit.RecordingIntake;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** One tenant's channel with its intake, as the clauses of {@link InboundChannelContract} use them. */
final class Fetching implements AutoCloseable {

    final ProviderHarness provider;
    final String tenant;
    final Channel channel;
    final RecordingIntake intake = new RecordingIntake();
    private final List<byte[]> arrived = new ArrayList<>();

    Fetching(ProviderHarness provider, String tenant) {
        this.provider = provider;
        this.tenant = tenant;
        this.channel = provider.type().open(provider.config(tenant), provider.context());
    }

    /** Mails no other tenant gets. */
    void arrive(int count) {
        for (int i = 0; i < count; i++) {
            arrive(MessageSamples.mail("Mail " + arrived.size() + " to " + tenant, "Hello " + tenant));
        }
    }

    void arrive(byte[] mail) {
        provider.arrive(tenant, mail);
        arrived.add(provider.asHeld(mail));
    }

    /** Reads on from the intake's cursor. */
    FetchResult fetch() throws ChannelException {
        return channel.inbound().orElseThrow().fetch(intake.cursor(), intake, Given.NOW);
    }

    /** Reads on, and again from the start where the adapter asks for that; returns how many items were handed over. */
    int fetchWithResync() throws ChannelException {
        try {
            FetchResult result = fetch();
            assertThat(result.resynced())
                    .as("told that it read everything again")
                    .isTrue();
            return result.offered();
        } catch (ChannelException e) {
            assertThat(e.kind()).isEqualTo(FailureKind.CURSOR_EXPIRED);
            return channel.inbound()
                    .orElseThrow()
                    .fetch(null, intake, Given.NOW)
                    .offered();
        }
    }

    /** Everything that arrived is stored, once, in order, byte for byte. */
    void assertAllStored() {
        assertThat(hashes(intake.bodies())).isEqualTo(hashes(arrived));
    }

    List<String> arrivedHashes() {
        return hashes(arrived);
    }

    List<String> storedHashes() {
        return hashes(intake.bodies());
    }

    private static List<String> hashes(Collection<byte[]> bodies) {
        return bodies.stream().map(b -> Content.of(b).sha256()).toList();
    }

    @Override
    public void close() {
        channel.close();
    }
}
