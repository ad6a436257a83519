/**
 * Helpdesks at the other end of the wire: customers' messages go in as tickets and follow-ups, agents' answers and tickets'
 * states come back. What all of them share stands here; each helpdesk has a package of its own.
 *
 * <p>A helpdesk is configured like a channel, as a document of its own type ({@code zammad}, {@code chatwoot},
 * {@code zendesk}, {@code osticket}), and uses what channels have: secrets encrypted at rest, a verified webhook whose
 * content is stored before it is answered, polling by one node at a time, a staged test, health.
 */
@NullMarked
package io.deskwire.adapter.helpdesks;

import org.jspecify.annotations.NullMarked;
