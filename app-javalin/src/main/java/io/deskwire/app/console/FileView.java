package io.deskwire.app.console;

import org.jspecify.annotations.Nullable;

/**
 * A file of a message.
 *
 * @param address where it is downloaded, or null when its bytes cannot be had
 * @param note its size, or why it cannot be had
 */
record FileView(String name, @Nullable String address, String note) {}
