@NullMarked
package io.deskwire.testkit.graph;

import org.jspecify.annotations.NullMarked;
