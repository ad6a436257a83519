package io.deskwire.adapter.gmail;

import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelMemory;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.channel.InboundChannel.FetchResult;
import io.deskwire.channel.PublicFiles;
import io.deskwire.failure.ChannelException;
import io.deskwire.testkit.InMemoryStores;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.testkit.RecordingIntake;
import io.deskwire.testkit.gmail.GmailMailbox;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One tenant's mailbox, read by a channel that can be closed and opened again as after a crash. */
final class Reading implements AutoCloseable {

    final Desks desks;
    final String tenant;
    final GmailMailbox mailbox;
    final RecordingIntake intake = new RecordingIntake();
    final ChannelMemory memory = new InMemoryStores().memory();

    private Channel channel;

    Reading(Desks desks, String tenant, @Nullable Object... settings) {
        this.desks = desks;
        this.tenant = tenant;
        this.mailbox = desks.mailbox(tenant);
        set(settings);
        this.channel = opened();
    }

    private Channel opened() {
        return desks.type.open(
                desks.config(tenant),
                new ChannelContext(
                        EgressPolicy.privateAllowed(), desks.context().tokens(), memory, PublicFiles.none()));
    }

    Channel channel() {
        return channel;
    }

    void set(@Nullable Object... settings) {
        for (int i = 0; i < settings.length; i += 2) {
            desks.document(tenant).put((String) settings[i], settings[i + 1]);
        }
    }

    /** With other settings, as after a change or a restart. */
    void reopen(@Nullable Object... settings) {
        channel.close();
        set(settings);
        channel = opened();
    }

    FetchResult fetch() throws ChannelException {
        return channel.inbound().orElseThrow().fetch(intake.cursor(), intake, desks.clock.instant());
    }

    static byte[] mail(String subject) {
        return MessageSamples.mail(subject, "Hello from " + subject);
    }

    /** Mails a minute apart. */
    void arrive(int count) {
        for (int i = 0; i < count; i++) {
            mailbox.receive(mail("Mail " + mailbox.messages().size()));
            desks.clock.advance(Duration.ofMinutes(1));
        }
    }

    /** Subjects of what was stored, in order. */
    List<String> subjects() {
        return intake.bodies().stream()
                .map(body -> new String(body, StandardCharsets.UTF_8))
                .map(text -> text.replaceAll("(?s).*?Subject: ([^\\r\\n]*).*", "$1"))
                .toList();
    }

    @Override
    public void close() {
        channel.close();
    }
}
