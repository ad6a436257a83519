@NullMarked
package io.deskwire.app.support;

import org.jspecify.annotations.NullMarked;
