@NullMarked
package io.deskwire.adapter.helpdesks.chatwoot;

import org.jspecify.annotations.NullMarked;
