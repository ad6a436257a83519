/**
 * The port towards a helpdesk: messages go in as tickets and follow-ups.
 */
@NullMarked
package io.deskwire.ticket;

import org.jspecify.annotations.NullMarked;
