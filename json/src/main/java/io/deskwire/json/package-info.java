/**
 * JSON text to plain Java trees and back, and the JSON form of the domain. The only package that knows Jackson; no type of
 * it shows here, so that a host may bring whichever Jackson it likes.
 */
@NullMarked
package io.deskwire.json;

import org.jspecify.annotations.NullMarked;
