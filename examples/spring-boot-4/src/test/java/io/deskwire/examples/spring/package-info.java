@NullMarked
package io.deskwire.examples.spring;

import org.jspecify.annotations.NullMarked;
