/**
 * From the bytes to header fields, parts and the message, over mime4j's stream layer.
 */
@NullMarked
package io.deskwire.mime.parse;

import org.jspecify.annotations.NullMarked;
