/**
 * Everything a test of a helpdesk, an adapter or a store needs without a network: a clock to set, stores in memory, a
 * helpdesk that records, a channel that misbehaves on demand, messages in one line.
 */
@NullMarked
package io.deskwire.testkit;

import org.jspecify.annotations.NullMarked;
