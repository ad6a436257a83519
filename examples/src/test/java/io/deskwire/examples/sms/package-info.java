@NullMarked
package io.deskwire.examples.sms;

import org.jspecify.annotations.NullMarked;
