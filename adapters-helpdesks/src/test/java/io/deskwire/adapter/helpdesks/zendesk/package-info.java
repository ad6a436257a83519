@NullMarked
package io.deskwire.adapter.helpdesks.zendesk;

import org.jspecify.annotations.NullMarked;
