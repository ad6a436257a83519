/**
 * What was written this time, without what is quoted below.
 */
@NullMarked
package io.deskwire.mime.reply;

import org.jspecify.annotations.NullMarked;
