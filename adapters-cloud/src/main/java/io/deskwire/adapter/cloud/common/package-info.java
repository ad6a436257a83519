/**
 * What the providers of this module share: forms, multipart bodies, mail put together again, basic authentication.
 */
@NullMarked
package io.deskwire.adapter.cloud.common;

import org.jspecify.annotations.NullMarked;
