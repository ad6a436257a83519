package io.deskwire.testkit;

/** Something of a channel. */
record ChannelKey(String tenantId, String channelId, String name) {}
