/** What is kept for how long: raw bytes for weeks, the keys that recognise a repeated message for a year, tickets for ever. */
@NullMarked
package io.deskwire.retention;

import org.jspecify.annotations.NullMarked;
