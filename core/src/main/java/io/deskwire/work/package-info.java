/**
 * Claims on durable work: leases with fences, shared by inbox, ticket deliveries and outbox.
 */
@NullMarked
package io.deskwire.work;

import org.jspecify.annotations.NullMarked;
