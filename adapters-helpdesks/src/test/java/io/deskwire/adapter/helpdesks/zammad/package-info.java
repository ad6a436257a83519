@NullMarked
package io.deskwire.adapter.helpdesks.zammad;

import org.jspecify.annotations.NullMarked;
