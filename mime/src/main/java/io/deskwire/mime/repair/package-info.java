/**
 * What was repaired, cut or could not be read.
 */
@NullMarked
package io.deskwire.mime.repair;

import org.jspecify.annotations.NullMarked;
