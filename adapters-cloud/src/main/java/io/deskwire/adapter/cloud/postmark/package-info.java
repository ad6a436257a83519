/**
 * Postmark: inbound and event webhooks, Email API.
 */
@NullMarked
package io.deskwire.adapter.cloud.postmark;

import org.jspecify.annotations.NullMarked;
