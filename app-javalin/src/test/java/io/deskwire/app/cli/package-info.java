@NullMarked
package io.deskwire.app.cli;

import org.jspecify.annotations.NullMarked;
