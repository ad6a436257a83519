/**
 * Runnable programs, one feature each. They bring their own mail server, so that they run as they are; a helpdesk that
 * embeds Deskwire leaves that part out.
 */
@NullMarked
package io.deskwire.examples;

import org.jspecify.annotations.NullMarked;
