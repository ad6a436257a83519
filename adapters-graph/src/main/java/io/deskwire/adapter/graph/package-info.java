/**
 * Microsoft 365: read after a delta link, woken by change notifications, answered in the customer's thread. All of Microsoft's
 * library stays in here.
 */
@NullMarked
package io.deskwire.adapter.graph;

import org.jspecify.annotations.NullMarked;
