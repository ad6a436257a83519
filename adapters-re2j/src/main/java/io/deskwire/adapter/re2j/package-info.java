/**
 * Regular expressions in linear time by RE2/J.
 */
@NullMarked
package io.deskwire.adapter.re2j;

import org.jspecify.annotations.NullMarked;
