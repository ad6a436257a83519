@NullMarked
package io.deskwire.adapter.helpdesks.osticket;

import org.jspecify.annotations.NullMarked;
