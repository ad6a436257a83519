/**
 * Writing header fields and bodies that every mail system takes.
 */
@NullMarked
package io.deskwire.mime.compose;

import org.jspecify.annotations.NullMarked;
