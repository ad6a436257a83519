/**
 * Invitations and the answers to them (iCalendar, RFC 5545; iTIP, RFC 5546), in words.
 */
@NullMarked
package io.deskwire.mime.calendar;

import org.jspecify.annotations.NullMarked;
