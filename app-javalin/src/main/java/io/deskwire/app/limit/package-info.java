/** How often somebody may ask, and who is asking. */
@NullMarked
package io.deskwire.app.limit;

import org.jspecify.annotations.NullMarked;
