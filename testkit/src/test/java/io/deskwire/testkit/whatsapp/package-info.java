@NullMarked
package io.deskwire.testkit.whatsapp;

import org.jspecify.annotations.NullMarked;
