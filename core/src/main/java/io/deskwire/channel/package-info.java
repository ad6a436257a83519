/**
 * Ports that a provider adapter implements: how a channel is opened, read, watched and sent through.
 */
@NullMarked
package io.deskwire.channel;

import org.jspecify.annotations.NullMarked;
