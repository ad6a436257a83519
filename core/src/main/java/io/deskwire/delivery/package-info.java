/**
 * Answers on their way out: outbox, attempts, retry schedule, status per recipient.
 */
@NullMarked
package io.deskwire.delivery;

import org.jspecify.annotations.NullMarked;
