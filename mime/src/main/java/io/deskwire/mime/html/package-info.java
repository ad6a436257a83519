/**
 * HTML as customers send it: made safe to show, and read as text.
 */
@NullMarked
package io.deskwire.mime.html;

import org.jspecify.annotations.NullMarked;
