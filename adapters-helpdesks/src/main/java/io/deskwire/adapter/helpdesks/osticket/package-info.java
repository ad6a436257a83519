/** osTicket: messages as mail to its {@code /api/tickets.email}; one way, since its API tells nothing back. */
@NullMarked
package io.deskwire.adapter.helpdesks.osticket;

import org.jspecify.annotations.NullMarked;
