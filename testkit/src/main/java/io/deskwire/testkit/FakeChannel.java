package io.deskwire.testkit;

import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelWatch;
import io.deskwire.channel.ConnectionTest;
import io.deskwire.channel.Cursor;
import io.deskwire.channel.InboundChannel;
import io.deskwire.channel.Intake;
import io.deskwire.channel.Outbound;
import io.deskwire.channel.SendResult;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Address;
import io.deskwire.message.OutboundMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The adapter's side of a {@link FakeProvider}; keeps the contracts of channels. */
final class FakeChannel implements Channel {

    private final FakeProvider provider;
    private final AtomicBoolean closed = new AtomicBoolean();

    FakeChannel(FakeProvider provider) {
        this.provider = provider;
        provider.opened();
    }

    @Override
    public Optional<InboundChannel> inbound() {
        return Optional.of(this::fetch);
    }

    private InboundChannel.FetchResult fetch(@Nullable Cursor after, Intake intake, Instant now)
            throws ChannelException {
        requireOpen();
        provider.requireUp();
        return provider.mailbox().fetch(after, intake);
    }

    @Override
    public Optional<ChannelWatch> watch() {
        return Optional.of(listener -> {
            requireOpen();
            provider.watch(this, listener);
        });
    }

    @Override
    public Optional<Outbound> outbound() {
        return Optional.of(new Sending());
    }

    @Override
    public Optional<ConnectionTest> test() {
        return Optional.of(this::test);
    }

    private List<ConnectionTest.Stage> test(Consumer<ConnectionTest.Stage> progress) {
        ConnectionTest.Stage stage;
        try {
            requireOpen();
            provider.requireUp();
            stage = new ConnectionTest.Stage("fake.connect", true, "the provider answers", null);
        } catch (ChannelException e) {
            stage = new ConnectionTest.Stage(
                    "fake.connect",
                    false,
                    String.valueOf(e.getMessage()),
                    e.hint().orElse(null));
        }
        progress.accept(stage);
        return List.of(stage);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            provider.closed();
            provider.wake();
        }
    }

    boolean isClosed() {
        return closed.get();
    }

    private void requireOpen() throws ChannelException {
        if (isClosed()) {
            throw ChannelException.of(FailureKind.TRANSIENT, "the channel was closed");
        }
    }

    private final class Sending implements Outbound {

        @Override
        public SendResult send(OutboundMessage message, List<Address> recipients) throws ChannelException {
            requireOpen();
            return provider.outgoing().send(message, recipients);
        }

        @Override
        public Optional<SentLookup> sentLookup() {
            return provider.outgoing().canLookUp()
                    ? Optional.of(message -> provider.outgoing().find(message))
                    : Optional.empty();
        }

        @Override
        public Optional<AfterSend> afterSend() {
            return provider.outgoing().hasWorkThatFollows()
                    ? Optional.of(message -> provider.outgoing().followUp(message))
                    : Optional.empty();
        }
    }
}
