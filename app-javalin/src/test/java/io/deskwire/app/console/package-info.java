@NullMarked
package io.deskwire.app.console;

import org.jspecify.annotations.NullMarked;
