/** Zendesk: tickets and comments over its Support API, news by its webhooks and its incremental export. */
@NullMarked
package io.deskwire.adapter.helpdesks.zendesk;

import org.jspecify.annotations.NullMarked;
