/**
 * Header fields and what stands in them: addresses, dates, ids.
 */
@NullMarked
package io.deskwire.mime.header;

import org.jspecify.annotations.NullMarked;
