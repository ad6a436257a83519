@NullMarked
package io.deskwire.testkit.gmail;

import org.jspecify.annotations.NullMarked;
