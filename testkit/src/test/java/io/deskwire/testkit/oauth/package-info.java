@NullMarked
package io.deskwire.testkit.oauth;

import org.jspecify.annotations.NullMarked;
