@NullMarked
package io.deskwire.adapter.helpdesks;

import org.jspecify.annotations.NullMarked;
