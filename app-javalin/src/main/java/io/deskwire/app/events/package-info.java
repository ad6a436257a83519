/** Events that leave for those who subscribed to them. */
@NullMarked
package io.deskwire.app.events;

import org.jspecify.annotations.NullMarked;
