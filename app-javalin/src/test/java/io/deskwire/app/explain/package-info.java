@NullMarked
package io.deskwire.app.explain;

import org.jspecify.annotations.NullMarked;
