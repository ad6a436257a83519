@NullMarked
package io.deskwire.testkit;

import org.jspecify.annotations.NullMarked;
