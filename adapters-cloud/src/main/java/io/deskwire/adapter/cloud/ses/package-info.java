/**
 * Amazon SES: mail and events through SNS, content in S3, SES v2.
 */
@NullMarked
package io.deskwire.adapter.cloud.ses;

import org.jspecify.annotations.NullMarked;
