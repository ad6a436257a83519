package io.deskwire.channel;

import java.util.Optional;

/** One opened channel. A capability is an object that is there or not, never a method that throws. */
public interface Channel extends AutoCloseable {

    /** Reading after a cursor. */
    default Optional<InboundChannel> inbound() {
        return Optional.empty();
    }

    /** Hints that something came. */
    default Optional<ChannelWatch> watch() {
        return Optional.empty();
    }

    /** Sending. */
    default Optional<Outbound> outbound() {
        return Optional.empty();
    }

    /** What the provider pushes over HTTP. */
    default Optional<WebhookChannel> webhook() {
        return Optional.empty();
    }

    /** What keeps the pushing alive. */
    default Optional<PushSubscription> subscription() {
        return Optional.empty();
    }

    /** Files that are fetched apart from their messages. */
    default Optional<MediaSource> media() {
        return Optional.empty();
    }

    /** Content that items only name. */
    default Optional<ContentSource> contents() {
        return Optional.empty();
    }

    /** Notices about the account. */
    default Optional<NoticeReader> notices() {
        return Optional.empty();
    }

    /** Templates. */
    default Optional<MessageTemplates> templates() {
        return Optional.empty();
    }

    /** Marks for customers that they are being read. */
    default Optional<ReadReceipts> readReceipts() {
        return Optional.empty();
    }

    /** The staged connection test. */
    default Optional<ConnectionTest> test() {
        return Optional.empty();
    }

    /** Ends its connections; calling it again does nothing. */
    @Override
    void close();
}
