/**
 * What went wrong, as data: the adapter classifies, schedules are pure functions.
 */
@NullMarked
package io.deskwire.failure;

import org.jspecify.annotations.NullMarked;
