/**
 * Gmail and Google Workspace: read after a history id, woken by Pub/Sub, answered in the customer's thread. All of Google's
 * library stays in here.
 */
@NullMarked
package io.deskwire.adapter.gmail;

import org.jspecify.annotations.NullMarked;
