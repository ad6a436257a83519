/**
 * Mailgun: routes, event webhooks, MIME messages.
 */
@NullMarked
package io.deskwire.adapter.cloud.mailgun;

import org.jspecify.annotations.NullMarked;
