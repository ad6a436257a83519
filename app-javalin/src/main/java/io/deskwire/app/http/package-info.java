/** The admin API: routes, problem documents (RFC 9457), access. */
@NullMarked
package io.deskwire.app.http;

import org.jspecify.annotations.NullMarked;
