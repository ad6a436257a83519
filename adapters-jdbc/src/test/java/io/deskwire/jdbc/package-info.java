@NullMarked
package io.deskwire.jdbc;

import org.jspecify.annotations.NullMarked;
