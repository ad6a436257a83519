@NullMarked
package io.deskwire.app.http;

import org.jspecify.annotations.NullMarked;
