/** Chatwoot's API inbox: conversations and messages over its application API, news by the inbox's webhook and by polling. */
@NullMarked
package io.deskwire.adapter.helpdesks.chatwoot;

import org.jspecify.annotations.NullMarked;
