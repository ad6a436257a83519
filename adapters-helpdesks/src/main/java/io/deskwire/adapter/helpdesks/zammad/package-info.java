/** Zammad: tickets and articles over its REST API, news by its webhooks and its search. */
@NullMarked
package io.deskwire.adapter.helpdesks.zammad;

import org.jspecify.annotations.NullMarked;
