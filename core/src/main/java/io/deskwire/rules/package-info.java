/**
 * The language of {@code parser_config}: what a tenant wants done with messages before the helpdesk gets them. A document is
 * read once into a {@link io.deskwire.rules.Rulebook}, which then judges messages; the same message and document always come
 * to the same verdict. Tenants are not trusted: everything is bounded, and time is linear in the message.
 * {@link io.deskwire.rules.Expressions} is a port that others implement.
 */
@NullMarked
package io.deskwire.rules;

import org.jspecify.annotations.NullMarked;
