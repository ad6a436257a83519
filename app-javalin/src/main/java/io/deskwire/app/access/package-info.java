/** Who somebody is and what they may do, for the API and the console alike. */
@NullMarked
package io.deskwire.app.access;

import org.jspecify.annotations.NullMarked;
