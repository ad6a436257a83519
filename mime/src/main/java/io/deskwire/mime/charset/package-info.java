/**
 * Bytes to characters: charsets under their real and their wrong names, encoded words, header parameters, file names.
 */
@NullMarked
package io.deskwire.mime.charset;

import org.jspecify.annotations.NullMarked;
