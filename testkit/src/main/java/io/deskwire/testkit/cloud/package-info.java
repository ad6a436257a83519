/**
 * Stand-ins for SendGrid, Mailgun, Amazon SES and Postmark on free ports of 127.0.0.1. They take what we send as strictly as
 * the real ones, push mail and events signed as the real ones do, push again or drop by the status they are answered with,
 * and misbehave when told to. For tests and demonstrations; no key they use opens anything.
 */
@NullMarked
package io.deskwire.testkit.cloud;

import org.jspecify.annotations.NullMarked;
