@NullMarked
package io.deskwire.app;

import org.jspecify.annotations.NullMarked;
