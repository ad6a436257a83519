/**
 * RFC 5322 bytes to messages and back. The API is what stands in this package: {@link io.deskwire.mime.MimeDecoder}, {@link
 * io.deskwire.mime.MimeComposer}, {@link io.deskwire.mime.MimeLimits}, {@link
 * io.deskwire.mime.OutboundHtml}, {@link io.deskwire.mime.PlainText} and {@link io.deskwire.mime.ReplyText}; its sub-packages are rooms of the
 * implementation, public to each other only.
 */
@NullMarked
package io.deskwire.mime;

import org.jspecify.annotations.NullMarked;
