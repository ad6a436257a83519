@NullMarked
package io.deskwire.app.demo;

import org.jspecify.annotations.NullMarked;
