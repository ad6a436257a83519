@NullMarked
package io.deskwire.app.limit;

import org.jspecify.annotations.NullMarked;
